using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using PostHogPS.Contracts;
using PostHogPS.Engine.Answers;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Engine.Secrets;
using PostHogPS.Text;

namespace PostHogPS.Engine.Http;

/// <summary>Headers and bodies as text, redacted.</summary>
internal sealed class DebugText(Redactor redactor, CallContext call)
{
    // A page of a hundred exports is a few hundred kilobytes: nobody reads that in a console.
    private const int LongestBody = 20_000;
    private const int LongestExcerpt = 100_000;
    private const int LongestEnd = 10_000;

    private const string Passwords = "it may hold addresses that work like passwords";

    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    internal DebugText Add(ApiMessage message)
    {
        Line("> ", message.Method + " " + message.RequestUri);
        Add("> ", message.Headers);
        if (message.Call.HidesBody)
        {
            _text.Append("(the body is left out: ").Append(Passwords).Append(')');
            return this;
        }

        return Add(message.Body ?? []);
    }

    internal DebugText Add(HttpResponseMessage response, bool isPrivate)
    {
        Line("< ", NumberText.Format((int)response.StatusCode) + " " + response.ReasonPhrase);
        Add("< ", response.Headers);
        if (response.Content is not BufferedContent content)
            return this;
        Add("< ", content.Received);
        // What is wrong is said by an error, which holds nothing of what is stored.
        if (isPrivate && response.IsSuccessStatusCode)
        {
            _text.Append("(the answer is left out: ").Append(Passwords).Append(')');
            return this;
        }

        return Add(content.Body.Span);
    }

    private void Add(string prefix, HttpHeaders headers)
    {
        foreach (KeyValuePair<string, IEnumerable<string>> header in headers)
            Line(prefix, header.Key + ": " + (SecretNames.IsSecretHeader(header.Key) ? Redactor.Mark : string.Join(", ", header.Value)));
    }

    // Redacted before it is cut: half a field does not look like one any more. Of a huge body only so much more than is shown
    // is searched; the end of that part may be half of a secret, and is left out.
    private DebugText Add(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
            return this;
        bool isCut = body.Length > LongestExcerpt;
        string text = redactor.Clean(Encoding.UTF8.GetString((isCut ? body.Slice(0, LongestExcerpt) : body).ToArray()), call);
        if (isCut)
            text = text.Substring(0, Math.Max(0, text.Length - LongestEnd));
        if (isCut && text.Length <= LongestBody)
            _text.Append(text).Append("... (").Append(NumberText.Format(body.Length)).Append(" bytes)");
        else if (text.Length > LongestBody)
            _text.Append(text, 0, LongestBody).Append("... (").Append(NumberText.Format(body.Length)).Append(" bytes)");
        else
            _text.Append(text);
        return this;
    }

    private void Line(string prefix, string text) => _text.Append(prefix).Append(redactor.Clean(text, call)).Append('\n');
}
