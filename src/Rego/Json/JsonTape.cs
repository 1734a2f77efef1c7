using System.Buffers;
using System.Text.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Json;

/// <summary>
/// Where the tokens of a JSON text are: the result of one pass that checks the whole text and decodes nothing. Values are made
/// from it when somebody asks for them.
/// </summary>
internal sealed class JsonTape
{
    private readonly ReadOnlyMemory<byte> text;
    private readonly Row[] rows;

    private JsonTape(ReadOnlyMemory<byte> text, Row[] rows, int depth)
    {
        this.text = text;
        this.rows = rows;
        Depth = depth;
    }

    public enum Token : byte
    {
        Null,
        True,
        False,
        Number,
        Text,
        EscapedText,
        Array,
        Object,
    }

    /// <summary>How deeply the text nests.</summary>
    public int Depth { get; }

    /// <summary>Checks a text and finds its tokens.</summary>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    public static JsonTape Read(ReadOnlyMemory<byte> text, int maxDepth)
    {
        var rows = ArrayPool<Row>.Shared.Rent(Math.Max(16, text.Length / 12));
        try
        {
            var count = Fill(text.Span, ref rows, maxDepth, out var depth);
            return new(text, rows.AsSpan(0, count).ToArray(), depth);
        }
        finally
        {
            ArrayPool<Row>.Shared.Return(rows);
        }
    }

    private static int Fill(ReadOnlySpan<byte> text, ref Row[] rows, int maxDepth, out int depth)
    {
        // One level more than allowed, so that it is this class that says what is too deep.
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = maxDepth + 1 });
        var count = 0;
        var open = -1;
        depth = 0;
        while (reader.Read())
        {
            var token = reader.TokenType;
            if (token is JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                var parent = rows[open].Next; // an open container keeps its parent there
                rows[open].Next = count;
                open = parent;
                continue;
            }

            if (count == rows.Length)
            {
                Grow(ref rows);
            }

            ref var row = ref rows[count];
            row.Start = (int)reader.TokenStartIndex;
            row.Length = reader.ValueSpan.Length;
            row.Next = count + 1;
            if (open >= 0 && (token == JsonTokenType.PropertyName || rows[open].Token == Token.Array))
            {
                rows[open].Length++;
            }

            switch (token)
            {
                case JsonTokenType.PropertyName or JsonTokenType.String:
                    row.Start++;
                    row.Token = reader.ValueIsEscaped ? Token.EscapedText : Token.Text;
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    row.Token = token == JsonTokenType.StartObject ? Token.Object : Token.Array;
                    row.Length = 0;
                    row.Next = open;
                    open = count;
                    depth = Math.Max(depth, reader.CurrentDepth + 1);
                    if (depth > maxDepth)
                    {
                        throw new ValueTooDeepException();
                    }

                    break;
                case JsonTokenType.Number:
                    row.Token = Token.Number;
                    CheckExponent(reader.ValueSpan);
                    break;
                default:
                    row.Token = token switch
                    {
                        JsonTokenType.True => Token.True,
                        JsonTokenType.False => Token.False,
                        _ => Token.Null,
                    };
                    break;
            }

            count++;
        }

        return count;
    }

    // Numbers are made later, when nobody expects an error any more.
    private static void CheckExponent(ReadOnlySpan<byte> number)
    {
        if (number.IndexOfAny((byte)'e', (byte)'E') >= 0 && RegoNumber.ParseUtf8(number) is null)
        {
            throw new JsonException("A number's exponent is out of range.");
        }
    }

    private static void Grow(ref Row[] rows)
    {
        var more = ArrayPool<Row>.Shared.Rent(rows.Length * 2);
        rows.CopyTo(more, 0);
        ArrayPool<Row>.Shared.Return(rows);
        rows = more;
    }

    /// <summary>What stands at a row.</summary>
    public Token TokenAt(int row) => rows[row].Token;

    /// <summary>How many items or members a container has.</summary>
    public int CountAt(int row) => rows[row].Length;

    /// <summary>The row after a value and all that is in it.</summary>
    public int After(int row) => rows[row].Next;

    /// <summary>The bytes of a scalar; of a text without its quotes.</summary>
    public ReadOnlySpan<byte> BytesAt(int row) => text.Span.Slice(rows[row].Start, rows[row].Length);

    /// <summary>
    /// The value of a row. Arrays and objects are decoded later, item by item.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="depth">How deeply the value may nest, at most.</param>
    public RegoValue Decode(int row, int depth)
    {
        switch (rows[row].Token)
        {
            case Token.Null:
                return RegoNull.Instance;
            case Token.True:
                return RegoBoolean.True;
            case Token.False:
                return RegoBoolean.False;
            case Token.Number:
                return RegoNumber.ParseUtf8(BytesAt(row)) ?? throw new JsonException("A number's exponent is out of range.");
            case Token.Text or Token.EscapedText:
                return RegoString.Of(TextAt(row));
            case Token.Array:
                return rows[row].Length == 0 ? RegoArray.Empty : new RegoArray(new JsonNode(this, row), rows[row].Length, depth);
            default:
                return rows[row].Length == 0 ? RegoObject.Empty : new RegoObject(new LazyMembers(this, row, depth), depth);
        }
    }

    /// <summary>The text of a row.</summary>
    public string TextAt(int row) => JsonText.Decode(BytesAt(row), rows[row].Token == Token.EscapedText);

    /// <summary>The name of a member, shared with other occurrences of the same name.</summary>
    public RegoString NameAt(int row)
    {
        var bytes = BytesAt(row);
        Span<char> name = stackalloc char[64];
        return rows[row].Token == Token.Text && bytes.Length <= name.Length && System.Text.Ascii.ToUtf16(bytes, name, out var length) == OperationStatus.Done
            ? RegoNames.Of(name[..length])
            : RegoString.Of(TextAt(row));
    }

    private struct Row
    {
        public int Start;
        public int Length; // of a container: how many items or members
        public int Next;
        public Token Token;
    }
}
