using System.Buffers;
using System.Text.Json;
using Bouncer.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Json;

/// <summary>Goes through a JSON text once, checks all of it and writes down where its tokens are. No recursion: the text is a
/// stranger's.</summary>
internal ref struct JsonTapeBuilder
{
    private readonly ReadOnlySpan<byte> text;
    private readonly int maxDepth;
    private JsonTape.Row[] rows;
    private int count;
    private int at;
    private int open; // one more than the row of the innermost container that has not ended, which holds that of the one around it
    private int depth;

    public JsonTapeBuilder(ReadOnlySpan<byte> text, int maxDepth)
    {
        this.text = text;
        this.maxDepth = maxDepth;
        rows = ArrayPool<JsonTape.Row>.Shared.Rent(Math.Max(16, text.Length / 12));
    }

    /// <summary>How deeply the text nests.</summary>
    public int Depth { get; private set; }

    /// <summary>The tokens of the text.</summary>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    /// <exception cref="ValueTooDeepException">The text nests too deeply.</exception>
    public JsonTape.Row[] Build()
    {
        var next = JsonTokens.Next(text, ref at);
        do
        {
            next = AddValue(next);
        }
        while (next != 0);

        var all = GC.AllocateUninitializedArray<JsonTape.Row>(count);
        rows.AsSpan(0, count).CopyTo(all);
        return all;
    }

    /// <summary>Gives the memory back that was needed meanwhile.</summary>
    public readonly void Dispose() => ArrayPool<JsonTape.Row>.Shared.Return(rows);

    /// <summary>Adds a value, or the beginning of a container, and moves to the next value.</summary>
    /// <param name="first">What the value begins with.</param>
    /// <returns>What the next value begins with; 0 if there is none.</returns>
    private byte AddValue(byte first)
    {
        switch (first)
        {
            case (byte)'"':
                AddText();
                break;
            case (byte)'{' or (byte)'[':
                if (Open(first == '{') is var next and not 0)
                {
                    return next;
                }

                break;
            case (byte)'t':
                AddScalar(JsonTape.Token.True, JsonTokens.EndOfLiteral(text, at, "true"u8));
                break;
            case (byte)'f':
                AddScalar(JsonTape.Token.False, JsonTokens.EndOfLiteral(text, at, "false"u8));
                break;
            case (byte)'n':
                AddScalar(JsonTape.Token.Null, JsonTokens.EndOfLiteral(text, at, "null"u8));
                break;
            default:
                var end = JsonTokens.EndOfNumber(text, at, depth);
                CheckExponent(text[at..end]);
                AddScalar(JsonTape.Token.Number, end);
                break;
        }

        return AfterValue();
    }

    /// <summary>Begins a container.</summary>
    /// <returns>What its first value begins with; 0 if it is empty, and at its end then.</returns>
    private byte Open(bool isObject)
    {
        if (++depth > maxDepth)
        {
            throw new ValueTooDeepException();
        }

        Depth = Math.Max(Depth, depth);
        var container = count;
        Add(JsonTape.Row.Of(isObject ? JsonTape.Token.Object : JsonTape.Token.Array, open, length: 0));
        open = container + 1;
        at++;
        var next = JsonTokens.Next(text, ref at);
        if (next != (isObject ? '}' : ']'))
        {
            return Item(next);
        }

        at++;
        Close();
        return 0;
    }

    private void Close()
    {
        ref var container = ref rows[open - 1];
        open = container.Place;
        container = JsonTape.Row.Of(container.Token, count, container.Length);
        depth--;
    }

    /// <summary>Ends the containers that end here, and moves on behind the comma.</summary>
    private byte AfterValue()
    {
        while (open != 0)
        {
            var next = JsonTokens.Next(text, ref at);
            at++;
            if (next == ',')
            {
                return Item(JsonTokens.Next(text, ref at));
            }

            if (next != (rows[open - 1].Token == JsonTape.Token.Object ? '}' : ']'))
            {
                JsonTokens.Refuse(text);
            }

            Close();
        }

        JsonTokens.Next(text, ref at);
        if (at < text.Length)
        {
            JsonTokens.Refuse(text);
        }

        return 0;
    }

    /// <summary>Counts a member or an item, and adds the member's name.</summary>
    /// <returns>What the value begins with.</returns>
    private byte Item(byte next)
    {
        ref var container = ref rows[open - 1];
        container.Length++;
        if (container.Token == JsonTape.Token.Object)
        {
            if (next != '"')
            {
                JsonTokens.Refuse(text);
            }

            AddText();
            at = JsonTokens.AfterColon(text, at);
            next = JsonTokens.Next(text, ref at);
        }

        if (next == 0)
        {
            JsonTokens.Refuse(text);
        }

        return next;
    }

    private void AddText()
    {
        var start = at + 1;
        var end = JsonTokens.EndOfPlainText(text, start);
        var token = JsonTape.Token.Text;
        if (JsonTokens.ByteAt(text, end) != '"')
        {
            token = JsonTape.Token.EscapedText;
            end = JsonTokens.EndOfEscapedString(text, end) - 1;
        }

        Add(JsonTape.Row.Of(token, start, end - start));
        at = end + 1;
    }

    private void AddScalar(JsonTape.Token token, int end)
    {
        Add(JsonTape.Row.Of(token, at, end - at));
        at = end;
    }

    private void Add(JsonTape.Row row)
    {
        if (count == rows.Length)
        {
            Grow();
        }

        rows[count++] = row;
    }

    private void Grow()
    {
        var more = ArrayPool<JsonTape.Row>.Shared.Rent(rows.Length * 2);
        rows.CopyTo(more, 0);
        ArrayPool<JsonTape.Row>.Shared.Return(rows);
        rows = more;
    }

    // Numbers are made later, when nobody expects an error any more.
    private static void CheckExponent(ReadOnlySpan<byte> number)
    {
        if (number.IndexOfAny((byte)'e', (byte)'E') >= 0 && RegoNumber.ParseUtf8(number) is null)
        {
            throw new JsonException("A number's exponent is out of range.");
        }
    }
}
