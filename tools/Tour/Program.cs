using System;
using PostHogPS.Tour;

Request request;
try
{
    request = Request.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(Request.Usage);
    return 2;
}

using Session session = new();
return request.Kind switch
{
    RequestKind.Help => Request.ShowUsage(),
    RequestKind.Command => session.RunAlone(request.Command),
    RequestKind.Interactive => session.RunPrompt(),
    _ => session.RunTour(),
};
