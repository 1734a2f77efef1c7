using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Bouncer.Json;

/// <summary>
/// Reads JSON in UTF-8 from one span, forward only, as <see cref="Utf8JsonReader"/> does, at a third of its cost. An API
/// server sends whole objects of which more than four fifths are skipped; going through them token by token was most of the
/// work of a review.
/// </summary>
/// <remarks>
/// It accepts what <see cref="Utf8JsonReader"/> accepts and refuses what it refuses, at the same token: skipped values are
/// checked like all others, and tests compare the two. It does less than that one: no comments, no text in pieces, no
/// counting of lines. What is rare is left to it: to say what is wrong and where, and to decode escapes. As there, bytes in
/// strings that are not UTF-8 are noticed when somebody asks for the string, and not before.
/// </remarks>
public ref struct JsonReader
{
    /// <summary>The deepest nesting that is read. Pods need about 20.</summary>
    public const int MaxDepth = 512;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _json;
    private Nesting _nesting;
    private int _textEnd;
    private bool _hasEscapes;

    /// <summary>Stands before the first token of a text.</summary>
    public JsonReader(ReadOnlySpan<byte> json)
    {
        _json = json;
    }

    /// <summary>The kind of the token at which the reader stands.</summary>
    public JsonTokenType TokenType { get; private set; }

    /// <summary>Where the token starts; that of a string or a name with its quote.</summary>
    public int TokenStart { get; private set; }

    /// <summary>How much of the text has been read: up to the end of the token, or to the colon behind a name.</summary>
    public int Consumed { get; private set; }

    private readonly ReadOnlySpan<byte> Text => _json[(TokenStart + 1).._textEnd];

    /// <summary>Moves to the next token.</summary>
    /// <returns>False if the text ends here.</returns>
    /// <exception cref="JsonException">The text is not JSON, or nested deeper than <see cref="MaxDepth"/>; the message has
    /// the line and the byte.</exception>
    public bool Read()
    {
        var json = _json;
        var at = Consumed;
        var next = JsonTokens.Next(json, ref at);
        if (TokenType is JsonTokenType.PropertyName or JsonTokenType.None)
        {
            ReadValue(json, at, next);
            return true;
        }

        if (_nesting.Depth == 0)
        {
            if (at < json.Length)
            {
                JsonTokens.Refuse(json);
            }

            return false;
        }

        var isInObject = _nesting.IsInObject;
        if (next == (isInObject ? '}' : ']'))
        {
            MoveTo(isInObject ? JsonTokenType.EndObject : JsonTokenType.EndArray, at, at + 1);
            _nesting.Close();
            return true;
        }

        if (TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            if (next != ',')
            {
                JsonTokens.Refuse(json);
            }

            at++;
            next = JsonTokens.Next(json, ref at);
        }

        if (!isInObject)
        {
            ReadValue(json, at, next);
            return true;
        }

        if (next != '"')
        {
            JsonTokens.Refuse(json);
        }

        ReadText(json, at);
        MoveTo(JsonTokenType.PropertyName, at, JsonTokens.AfterColon(json, _textEnd + 1));
        return true;
    }

    /// <summary>Moves to the end of the object or list at which the reader stands, or of the value whose name it stands at.
    /// Any other value has ended already.</summary>
    /// <exception cref="JsonException">As of <see cref="Read"/>.</exception>
    public void Skip()
    {
        if (TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            _nesting.Close();
            SkipNested(TokenStart, _json[TokenStart]);
        }
        else if (TokenType == JsonTokenType.PropertyName)
        {
            var at = Consumed;
            var first = JsonTokens.Next(_json, ref at);
            if (first is (byte)'{' or (byte)'[')
            {
                SkipNested(at, first);
            }
            else
            {
                ReadValue(_json, at, first);
            }
        }
    }

    private void SkipNested(int at, byte bracket)
    {
        var end = JsonGrammar.EndOfValue(_json, at, bracket, _nesting.Depth);
        MoveTo(bracket == '{' ? JsonTokenType.EndObject : JsonTokenType.EndArray, end - 1, end);
    }

    /// <summary>Moves to the end of the value at which the reader stands, for somebody else to read it.</summary>
    /// <returns>The value as it stands in the text.</returns>
    /// <exception cref="JsonException">As of <see cref="Read"/>.</exception>
    public ReadOnlySpan<byte> ReadRaw()
    {
        var start = TokenStart;
        Skip();
        return _json[start..Consumed];
    }

    /// <summary>Whether the name or the string at which the reader stands is a text.</summary>
    /// <exception cref="InvalidOperationException">It holds half a surrogate pair, as an escape.</exception>
    public readonly bool ValueTextEquals(ReadOnlySpan<byte> text)
        => _hasEscapes ? DecodedTextEquals(text) : Text.SequenceEqual(text);

    /// <summary>The name or the string at which the reader stands.</summary>
    /// <exception cref="InvalidOperationException">It is not valid Unicode.</exception>
    public readonly string GetString()
    {
        if (_hasEscapes)
        {
            return DecodedText();
        }

        var text = Text;
        return Ascii.IsValid(text) ? string.Create(text.Length, text, static (chars, ascii) => Ascii.ToUtf16(ascii, chars, out _)) : Utf8Text(text);
    }

    private static string Utf8Text(ReadOnlySpan<byte> text)
    {
        try
        {
            return s_utf8.GetString(text);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidOperationException("a string is not valid UTF-8", e);
        }
    }

    private void ReadValue(ReadOnlySpan<byte> json, int at, byte first)
    {
        switch (first)
        {
            case (byte)'"':
                ReadText(json, at);
                MoveTo(JsonTokenType.String, at, _textEnd + 1);
                break;
            case (byte)'{' or (byte)'[':
                JsonGrammar.CheckDepth(json, _nesting.Depth + 1);
                _nesting.Open(first == '{');
                MoveTo(first == '{' ? JsonTokenType.StartObject : JsonTokenType.StartArray, at, at + 1);
                break;
            case (byte)'t':
                MoveTo(JsonTokenType.True, at, JsonTokens.EndOfLiteral(json, at, "true"u8));
                break;
            case (byte)'f':
                MoveTo(JsonTokenType.False, at, JsonTokens.EndOfLiteral(json, at, "false"u8));
                break;
            case (byte)'n':
                MoveTo(JsonTokenType.Null, at, JsonTokens.EndOfLiteral(json, at, "null"u8));
                break;
            default:
                MoveTo(JsonTokenType.Number, at, JsonTokens.EndOfNumber(json, at, _nesting.Depth));
                break;
        }
    }

    /// <summary>Reads a string or a name from its quote on.</summary>
    private void ReadText(ReadOnlySpan<byte> json, int at)
    {
        var end = JsonTokens.EndOfPlainText(json, at + 1);
        _hasEscapes = JsonTokens.ByteAt(json, end) != '"';
        _textEnd = _hasEscapes ? JsonTokens.EndOfEscapedString(json, end) - 1 : end;
    }

    private void MoveTo(JsonTokenType token, int start, int end)
    {
        TokenType = token;
        TokenStart = start;
        Consumed = end;
    }

    // Not inlined, nor part of the caller: the large struct would have to be cleared in every call, rare as escapes are.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly bool DecodedTextEquals(ReadOnlySpan<byte> text) => Decoder().ValueTextEquals(text);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly string DecodedText() => Decoder().GetString()!;

    private readonly Utf8JsonReader Decoder()
    {
        var reader = new Utf8JsonReader(_json[TokenStart..(_textEnd + 1)]);
        reader.Read();
        return reader;
    }
}
