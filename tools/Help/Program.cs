using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.HelpTool;

// new    writes pages for new cmdlets; in the others adds new parameters, drops gone ones and renews what the code
//        alone decides (syntax, types, positions, defaults). What people wrote stays.
// build  writes the MAML and the README's table of cmdlets from the pages.
// check  says what is out of step, and ends with 1 when something is.
string word = args.Length == 1 ? args[0] : "";
if (word is not ("new" or "build" or "check"))
{
    Console.Error.WriteLine("usage: dotnet run --project tools/Help -- new | build | check");
    return 2;
}

IReadOnlyList<CmdletFacts> cmdlets = CmdletFacts.OfStagedModule();
var book = new HelpBook(HelpBook.DefaultFolder);
switch (word)
{
    case "new":
        foreach (string change in book.Refresh(cmdlets))
            Console.WriteLine(change);
        return 0;
    case "build":
        foreach (string file in book.Build(cmdlets))
            Console.WriteLine(file);
        return 0;
    default:
        List<string> problems = book.Check(cmdlets).ToList();
        problems.ForEach(Console.WriteLine);
        Console.WriteLine(problems.Count == 0 ? $"{cmdlets.Count} cmdlets, help in step." : $"{problems.Count} problems. 'new' and 'build' put right what needs no words.");
        return problems.Count == 0 ? 0 : 1;
}
