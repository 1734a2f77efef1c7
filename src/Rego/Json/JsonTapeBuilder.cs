using System.Buffers;
using System.Runtime.CompilerServices;
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
    private JsonTape.Row[] pooled;

    public JsonTapeBuilder(ReadOnlySpan<byte> text, int maxDepth)
    {
        this.text = text;
        this.maxDepth = maxDepth;
        pooled = ArrayPool<JsonTape.Row>.Shared.Rent(Math.Max(16, text.Length / 8));
    }

    /// <summary>How deeply the text nests.</summary>
    public int Depth { get; private set; }

    /// <summary>The tokens of the text, as long as this is not disposed.</summary>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    /// <exception cref="ValueTooDeepException">The text nests too deeply.</exception>
    /// <remarks>One method, so that all of its state stays in registers: half the time goes into moving it otherwise.</remarks>
    public ReadOnlySpan<JsonTape.Row> Build()
    {
        var json = text;
        var rows = pooled;
        var count = 0;
        var at = 0;
        var depth = 0;
        var open = 0; // one more than the row of the innermost container that has not ended, which holds that of the one around it
        var isObject = false; // that container
        var next = JsonTokens.Next(json, ref at);
        while (true)
        {
            if (rows.Length - count < 2)
            {
                rows = Grow();
            }

            // A value begins here.
            var hasEnded = true;
            if (next == '"')
            {
                rows[count++] = Text(json, ref at);
            }
            else if (next is (byte)'{' or (byte)'[')
            {
                if (++depth > maxDepth)
                {
                    throw new ValueTooDeepException();
                }

                Depth = Math.Max(Depth, depth);
                isObject = next == '{';
                rows[count++] = JsonTape.Row.Of(isObject ? JsonTape.Token.Object : JsonTape.Token.Array, open, length: 0);
                open = count;
                at++;
                next = JsonTokens.Next(json, ref at);
                hasEnded = next == (isObject ? '}' : ']');
            }
            else
            {
                rows[count++] = Scalar(json, ref at, depth);
            }

            // Containers that end here, and the comma.
            while (hasEnded)
            {
                if (open == 0)
                {
                    JsonTokens.Next(json, ref at);
                    if (at < json.Length)
                    {
                        JsonTokens.Refuse(json);
                    }

                    return rows.AsSpan(0, count);
                }

                next = JsonTokens.Next(json, ref at);
                at++;
                if (next == ',')
                {
                    next = JsonTokens.Next(json, ref at);
                    break;
                }

                if (next != (isObject ? '}' : ']'))
                {
                    JsonTokens.Refuse(json);
                }

                ref var ended = ref rows[open - 1];
                open = ended.Place;
                ended = JsonTape.Row.Of(isObject ? JsonTape.Token.Object : JsonTape.Token.Array, count, ended.Length);
                isObject = open != 0 && rows[open - 1].Token == JsonTape.Token.Object;
                depth--;
            }

            // A member or an item.
            rows[open - 1].Length++;
            if (isObject)
            {
                if (next != '"')
                {
                    JsonTokens.Refuse(json);
                }

                rows[count++] = Text(json, ref at);
                at = JsonTokens.AfterColon(json, at);
                next = JsonTokens.Next(json, ref at);
            }

            if (next == 0)
            {
                JsonTokens.Refuse(json);
            }
        }
    }

    /// <summary>Hands the memory over in which the tokens are, to be returned to the pool.</summary>
    public JsonTape.Row[] Take()
    {
        var taken = pooled;
        pooled = [];
        return taken;
    }

    /// <summary>Gives the memory back that was needed meanwhile.</summary>
    public readonly void Dispose() => ArrayPool<JsonTape.Row>.Shared.Return(pooled);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static JsonTape.Row Text(ReadOnlySpan<byte> json, ref int at)
    {
        var start = at + 1;
        var end = JsonTokens.EndOfPlainText(json, start);
        var token = JsonTape.Token.Text;
        if (JsonTokens.ByteAt(json, end) != '"')
        {
            token = JsonTape.Token.EscapedText;
            end = JsonTokens.EndOfEscapedString(json, end) - 1;
        }

        at = end + 1;
        return JsonTape.Row.Of(token, start, end - start);
    }

    private static JsonTape.Row Scalar(ReadOnlySpan<byte> json, ref int at, int depth)
    {
        var start = at;
        JsonTape.Token token;
        switch (JsonTokens.ByteAt(json, start))
        {
            case (byte)'t':
                token = JsonTape.Token.True;
                at = JsonTokens.EndOfLiteral(json, start, "true"u8);
                break;
            case (byte)'f':
                token = JsonTape.Token.False;
                at = JsonTokens.EndOfLiteral(json, start, "false"u8);
                break;
            case (byte)'n':
                token = JsonTape.Token.Null;
                at = JsonTokens.EndOfLiteral(json, start, "null"u8);
                break;
            default:
                token = JsonTape.Token.Number;
                at = JsonTokens.EndOfNumber(json, start, depth);
                CheckExponent(json[start..at]);
                break;
        }

        return JsonTape.Row.Of(token, start, at - start);
    }

    private JsonTape.Row[] Grow()
    {
        var more = ArrayPool<JsonTape.Row>.Shared.Rent(pooled.Length * 2);
        pooled.CopyTo(more, 0);
        ArrayPool<JsonTape.Row>.Shared.Return(pooled);
        return pooled = more;
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
