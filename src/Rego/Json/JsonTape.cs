using System.Buffers;
using System.Text;
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
    /// <exception cref="ValueTooDeepException">The text nests too deeply.</exception>
    public static JsonTape Read(ReadOnlyMemory<byte> text, int maxDepth)
    {
        var builder = new JsonTapeBuilder(text.Span, maxDepth);
        try
        {
            return new(text, builder.Build(), builder.Depth);
        }
        finally
        {
            builder.Dispose();
        }
    }

    /// <summary>What stands at a row.</summary>
    public Token TokenAt(int row) => rows[row].Token;

    /// <summary>How many items or members a container has.</summary>
    public int CountAt(int row) => rows[row].Length;

    /// <summary>The row after a value and all that is in it.</summary>
    public int After(int row) => rows[row].After(row);

    /// <summary>The bytes of a scalar; of a text without its quotes.</summary>
    public ReadOnlySpan<byte> BytesAt(int row) => rows[row].BytesIn(text.Span);

    /// <summary>Looks for a member of an object. Of members with the same name the last counts, as in Go.</summary>
    /// <param name="object">The object's row.</param>
    /// <param name="name">The name.</param>
    /// <param name="place">Which member it is, counted from 0; negative if there is none.</param>
    /// <returns>The row of the member's value.</returns>
    public int Find(int @object, string name, out int place)
    {
        var bytes = text.Span;
        var all = rows;
        var isAscii = Ascii.IsValid(name);
        var count = all[@object].Length;
        var member = @object + 1;
        var found = 0;
        place = -1;
        for (var i = 0; i < count; i++)
        {
            if (!isAscii || all[member].Token == Token.EscapedText
                ? TextAt(member) == name
                : all[member].Length == name.Length && Ascii.Equals(all[member].BytesIn(bytes), name))
            {
                place = i;
                found = member + 1;
            }

            member = all[member + 1].After(member + 1);
        }

        return found;
    }

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
        return rows[row].Token == Token.Text && bytes.Length <= name.Length && Ascii.ToUtf16(bytes, name, out var length) == OperationStatus.Done
            ? RegoNames.Of(name[..length])
            : RegoString.Of(TextAt(row));
    }

    /// <summary>A token, in eight bytes: half of what a review costs is memory that is gone through.</summary>
    internal struct Row
    {
        private const int PlaceBits = 28; // RegoJson.MaxLength

        private uint tokenAndPlace;

        /// <summary>Of a scalar how many bytes it has, of a container how many items or members.</summary>
        public int Length;

        public static Row Of(Token token, int place, int length)
            => new() { tokenAndPlace = (uint)place | ((uint)token << PlaceBits), Length = length };

        public readonly Token Token => (Token)(tokenAndPlace >> PlaceBits);

        /// <summary>Of a scalar where its bytes are, of a container the row after it.</summary>
        public readonly int Place => (int)(tokenAndPlace & ((1u << PlaceBits) - 1));

        public readonly int After(int row) => Token < Token.Array ? row + 1 : Place;

        public readonly ReadOnlySpan<byte> BytesIn(ReadOnlySpan<byte> text) => text.Slice(Place, Length);
    }
}
