using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace PostHogPS.Engine.Json;

/// <summary>
/// Moves through a complete body and reads each value as its declared kind. Only what PostHog writes by the thousand is
/// parsed here: plain texts, ids, whole numbers, times in UTC. Everything else goes to System.Text.Json, and a body that
/// does not fit to the general reader.
///
/// Utf8JsonReader goes through the JIT's instrumented tier for some hundred pages, which took longer than the reading itself. This
/// is compiled ahead with the engine, so that the first page waits for no compiler.
/// </summary>
internal ref struct JsonCursor
{
    // Depth of the objects read here: page, list, export, list, run. Deeper bodies go to the general reader.
    private const int OwnDepth = 8;

    // More digits may not fit into a long; the general reader decides.
    private const int SafeDigits = 18;

    private readonly ReadOnlySpan<byte> _text;
    private string? _repeated;
    private int _at;

    internal JsonCursor(ReadOnlySpan<byte> text)
    {
        _text = text;
        _repeated = null;
        _at = 0;
    }

    /// <summary>Throws when something follows.</summary>
    internal void RequireEnd()
    {
        Peek();
        if (_at < _text.Length)
            throw Mismatch();
    }

    /// <summary>Begins an object or a list. False when there is nothing in it.</summary>
    internal bool Enter(char open, char close)
    {
        Require(open);
        return !TryRead(close);
    }

    /// <summary>Goes on to the next thing in an object or a list. False at its end.</summary>
    internal bool MoveNext(char close)
    {
        if (TryRead(','))
            return true;
        Require(close);
        return false;
    }

    /// <summary>Goes past a name if it is this one, given with its quotes.</summary>
    internal bool TryReadName(byte[] quoted)
    {
        Peek();
        if (!_text.Slice(_at).StartsWith(quoted))
            return false;
        _at += quoted.Length;
        Require(':');
        return true;
    }

    /// <summary>Any name, as text and as bytes with its quotes; empty where the name has escapes.</summary>
    internal string ReadName(out ReadOnlySpan<byte> quoted)
    {
        Peek();
        int start = _at;
        bool isPlain = ReadQuoted(out ReadOnlySpan<byte> inner);
        quoted = isPlain ? _text.Slice(start, _at - start) : default;
        string name = isPlain ? Ascii.Text(inner) : Decode(start);
        Require(':');
        return name;
    }

    /// <summary>Skips a null, if it is next.</summary>
    internal bool TryReadNull() => Peek() == 'n' && ReadWord("null"u8);

    internal string? ReadText() => ReadText(null);

    /// <summary>A text that many items in a row have: the one that was read last is given back where it is the same.</summary>
    internal string? ReadRepeatedText() => ReadText(_repeated) is { } text ? _repeated = text : null;

    internal Guid? ReadGuid()
    {
        if (TryReadNull())
            return null;
        ReadQuoted(out ReadOnlySpan<byte> id);
        return Utf8Parser.TryParse(id, out Guid value, out int used) && used == id.Length ? value : throw Mismatch();
    }

    internal long? ReadLong()
    {
        if (TryReadNull())
            return null;
        bool isNegative = TryRead('-');
        int start = _at;
        long value = 0;
        for (; _at < _text.Length && (uint)(_text[_at] - '0') <= 9; _at++)
        {
            if (_at - start == SafeDigits)
                throw Mismatch();
            value = (value * 10) + _text[_at] - '0';
        }

        int digits = _at - start;
        if (digits == 0 || (digits > 1 && _text[start] == '0'))
            throw Mismatch();
        return isNegative ? -value : value;
    }

    internal int? ReadInt() => ReadLong() is not { } value ? null : value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Mismatch();

    internal double? ReadDouble()
    {
        if (TryReadNull())
            return null;
        Utf8JsonReader json = CreateReader(_at);
        json.Read();
        if (json.TokenType != JsonTokenType.Number || !json.TryGetDouble(out double value))
            throw Mismatch();
        _at += (int)json.BytesConsumed;
        return value;
    }

    /// <summary>A yes or no; null is no.</summary>
    internal bool ReadBoolean() => Peek() switch
    {
        (byte)'t' => ReadWord("true"u8),
        (byte)'f' => !ReadWord("false"u8),
        _ => TryReadNull() ? false : throw Mismatch(),
    };

    internal DateTimeOffset? ReadTime()
    {
        if (TryReadNull())
            return null;
        int start = _at;
        ReadQuoted(out ReadOnlySpan<byte> time);
        if (UtcTime.TryRead(time, out DateTimeOffset usual))
            return usual;
        Utf8JsonReader json = CreateReader(start);
        json.Read();
        return JsonTime.TryRead(ref json, out DateTimeOffset value) ? value : throw Mismatch();
    }

    /// <summary>A list of texts.</summary>
    internal string[]? ReadTexts()
    {
        if (TryReadNull())
            return null;
        var list = new List<string>();
        for (bool more = Enter('[', ']'); more; more = MoveNext(']'))
            list.Add(ReadText()!);
        return list.ToArray();
    }

    internal object?[]? ReadList() => TryReadNull() ? null : Peek() == '[' ? (object?[])ReadPlain()! : throw Mismatch();

    internal PlainBag? ReadDictionary() => TryReadNull() ? null : Peek() == '{' ? (PlainBag)ReadPlain()! : throw Mismatch();

    /// <summary>A value of any kind as plain text, number, boolean, array or dictionary.</summary>
    internal object? ReadPlain()
    {
        switch (Peek())
        {
            case (byte)'"':
                return ReadText();
            case (byte)'t' or (byte)'f':
                return ReadBoolean();
            case (byte)'n' when TryReadNull():
                return null;
        }

        Utf8JsonReader json = CreateReader(_at);
        json.Read();
        object? value;
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long whole))
        {
            value = whole;
        }
        else
        {
            using JsonDocument document = JsonDocument.ParseValue(ref json);
            value = PlainValue.CreateFrom(document.RootElement);
        }

        _at += (int)json.BytesConsumed;
        return value;
    }

    /// <summary>Goes past a value of any kind.</summary>
    internal void Skip()
    {
        Peek();
        Utf8JsonReader json = CreateReader(_at);
        json.Read();
        json.Skip();
        _at += (int)json.BytesConsumed;
    }

    private static JsonException Mismatch() => new();

    private string? ReadText(string? likely)
    {
        if (TryReadNull())
            return null;
        int start = _at;
        if (!ReadQuoted(out ReadOnlySpan<byte> inner))
            return Decode(start);
        return likely is not null && Ascii.IsSame(inner, likely) ? likely : Ascii.Text(inner);
    }

    // Past white space; 0 at the end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte Peek()
    {
        for (; _at < _text.Length; _at++)
        {
            byte next = _text[_at];
            if (next is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
                return next;
        }

        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryRead(char wanted)
    {
        if (Peek() != wanted)
            return false;
        _at++;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Require(char wanted)
    {
        if (!TryRead(wanted))
            throw Mismatch();
    }

    // The next call checks what follows a word or a number.
    private bool ReadWord(ReadOnlySpan<byte> word)
    {
        if (!_text.Slice(_at).StartsWith(word))
            throw Mismatch();
        _at += word.Length;
        return true;
    }

    /// <summary>Skips a text. False when the bytes within the quotes need decoding.</summary>
    private bool ReadQuoted(out ReadOnlySpan<byte> inner)
    {
        Require('"');
        ReadOnlySpan<byte> rest = _text.Slice(_at);
        bool isPlain = true;
        for (int i = 0; i < rest.Length; i++)
        {
            byte next = rest[i];
            if (next == '"')
            {
                inner = rest.Slice(0, i);
                _at += i + 1;
                return isPlain;
            }

            if (next < ' ')
                throw Mismatch();
            isPlain &= next is < 0x7f and not (byte)'\\';
            // An escape never ends the text, whatever it is.
            if (next == '\\')
                i++;
        }

        throw Mismatch();
    }

    /// <summary>The text that begins at the quote at <paramref name="start"/>, with escapes and beyond ASCII.</summary>
    private readonly string Decode(int start)
    {
        Utf8JsonReader json = CreateReader(start);
        json.Read();
        return json.GetString()!;
    }

    private readonly Utf8JsonReader CreateReader(int start) =>
        new(_text.Slice(start), new JsonReaderOptions { MaxDepth = JsonText.MaxDepth - OwnDepth });
}
