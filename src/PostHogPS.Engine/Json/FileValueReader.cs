using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Engine.Json;

/// <summary>Reads a JSON file with the place of each value and its comments. A reader of answers needs neither; a person who edits a file does.</summary>
internal ref struct FileValueReader
{
    private static readonly JsonReaderOptions Options =
        new() { CommentHandling = JsonCommentHandling.Allow, AllowTrailingCommas = true, MaxDepth = JsonText.MaxDepth };

    private readonly ReadOnlySpan<byte> _text;
    private readonly List<(string Text, int Line)> _comments = [];
    private Utf8JsonReader _reader;
    private FileValue? _last;
    private int _offset;
    private int _line = 1;
    private int _lineStart;
    private int _lastLine;

    private FileValueReader(ReadOnlySpan<byte> text)
    {
        _text = text;
        _reader = new Utf8JsonReader(text, Options);
    }

    internal static FileValue Read(byte[] content)
    {
        ReadOnlySpan<byte> text = JsonText.SkipMark(content);
        if (text.IsEmpty)
            throw new FileSyntaxException("The file is empty, or no file that can be read.", 1, 1);
        CheckEncoding(text);
        var reader = new FileValueReader(text);
        try
        {
            CheckSyntax(text);
            return reader.ReadRoot();
        }
        catch (JsonException e)
        {
            int line = (int)(e.LineNumber ?? 0) + 1;
            throw new FileSyntaxException("The file is not JSON: " + Reason(e), line, (int)(e.BytePositionInLine ?? 0) + 1);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair as an escape; found only when the text is asked for.
            (int line, int column) = reader.Place();
            throw new FileSyntaxException("The file is not JSON: this text has an escape that stands for no character.", line, column);
        }
    }

    // A reader that gives comments lets a comma pass that is missing behind one.
    private static void CheckSyntax(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text,
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = JsonText.MaxDepth });
        while (reader.Read())
        {
        }
    }

    private FileValue ReadRoot()
    {
        NextToken();
        FileValue root = ReadValue();
        while (_reader.Read())
            TakeComment();
        Settle(root.Below, root);
        return root;
    }

    // The token that follows the comments; an end of the file here is an error that the reader itself reports.
    private void NextToken()
    {
        while (_reader.Read() && _reader.TokenType == JsonTokenType.Comment)
            TakeComment();
        if (_reader.TokenType is JsonTokenType.None or JsonTokenType.Comment)
            throw new JsonException("There is nothing in it.", null, 0, 0);
    }

    private void TakeComment()
    {
        if (_reader.TokenType != JsonTokenType.Comment)
            return;
        // The reader gives the text only, and of both kinds alike.
        int start = (int)_reader.TokenStartIndex;
        bool isBlock = start + 1 < _text.Length && _text[start + 1] == (byte)'*';
        string inner = _reader.GetComment();
        (int line, _) = Place();
        _comments.Add((isBlock ? "/*" + inner.Replace("\r\n", "\n") + "*/" : "//" + inner.TrimEnd('\r', ' ', '\t'), line));
    }

    private FileValue ReadValue()
    {
        (int line, int column) = Place();
        var before = TakeBefore();
        FileValue value = _reader.TokenType switch
        {
            JsonTokenType.StartObject => FileValue.CreateObject(),
            JsonTokenType.StartArray => FileValue.CreateList(),
            JsonTokenType.String => FileValue.CreateText(_reader.GetString()!),
            JsonTokenType.Number => FileValue.CreateNumber(Encoding.ASCII.GetString(_reader.ValueSpan.ToArray())),
            JsonTokenType.True => FileValue.CreateFlag(true),
            JsonTokenType.False => FileValue.CreateFlag(false),
            _ => FileValue.CreateNull(),
        };
        (value.Line, value.Column) = (line, column);
        value.Before.AddRange(before);
        if (value.Kind == FileValueKind.Object)
            ReadProperties(value);
        else if (value.Kind == FileValueKind.List)
            ReadItems(value);
        (_last, _lastLine) = (value, Place().Line);
        return value;
    }

    private void ReadProperties(FileValue value)
    {
        _last = null;
        for (NextToken(); _reader.TokenType != JsonTokenType.EndObject; NextToken())
        {
            (int line, int column) = Place();
            List<string> before = TakeBefore();
            string name = _reader.GetString()!;
            if (value.FindProperty(name) is not null)
                throw new FileSyntaxException($"The property '{MessageText.Name(name)}' stands in this object twice.", line, column);
            NextToken();
            FileValue inner = ReadValue();
            inner.Before.InsertRange(0, before);
            value.Properties.Add(new FileProperty(name, inner) { Line = line, Column = column });
        }

        Settle(value.End, null);
    }

    private void ReadItems(FileValue value)
    {
        _last = null;
        for (NextToken(); _reader.TokenType != JsonTokenType.EndArray; NextToken())
            value.Items.Add(ReadValue());
        Settle(value.End, null);
    }

    // Comments up to here: those on the line of the value before belong to it.
    private List<string> TakeBefore()
    {
        var before = new List<string>();
        Settle(before, null);
        return before;
    }

    private void Settle(List<string> rest, FileValue? owner)
    {
        foreach ((string text, int line) in _comments)
            ((owner ?? _last) is { } last && line == _lastLine ? last.After : rest).Add(text);
        _comments.Clear();
    }

    // Where the current token begins, counted on from the last one that was asked for.
    private (int Line, int Column) Place()
    {
        int start = (int)_reader.TokenStartIndex;
        for (; _offset < start; _offset++)
        {
            if (_text[_offset] == (byte)'\n')
            {
                _line++;
                _lineStart = _offset + 1;
            }
        }

        return (_line, Encoding.UTF8.GetString(_text.Slice(_lineStart, start - _lineStart).ToArray()).Length + 1);
    }

    // What PowerShell 5.1 writes with > is UTF-16.
    private static void CheckEncoding(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 2 && ((text[0] == 0xFF && text[1] == 0xFE) || (text[0] == 0xFE && text[1] == 0xFF)))
            throw new FileSyntaxException("The file is UTF-16; JSON files are UTF-8. Save it as UTF-8.", 1, 1);
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(text.ToArray());
        }
        catch (DecoderFallbackException e)
        {
            int line = 1, start = 0;
            for (int i = 0; i < e.Index && i < text.Length; i++)
            {
                if (text[i] == (byte)'\n')
                    (line, start) = (line + 1, i + 1);
            }

            throw new FileSyntaxException("The file is not UTF-8.", line, Math.Max(0, e.Index - start) + 1);
        }
    }

    // The reader's own message ends with the place, which is said better before it, and counts from 0.
    private static string Reason(JsonException e)
    {
        string message = e.Message;
        int end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message.Substring(0, end);
    }
}
