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
    private Row[] rows;

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
    /// <param name="text">The text.</param>
    /// <param name="maxDepth">How deeply it may nest.</param>
    /// <param name="isPooled">Whether the memory for the tokens is the pool's, which <see cref="Release"/> returns it to.</param>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    /// <exception cref="ValueTooDeepException">The text nests too deeply.</exception>
    public static JsonTape Read(ReadOnlyMemory<byte> text, int maxDepth, bool isPooled = false)
    {
        var builder = new JsonTapeBuilder(text.Span, maxDepth);
        try
        {
            var rows = builder.Build();
            return new(text, isPooled ? builder.Take() : rows.ToArray(), builder.Depth);
        }
        finally
        {
            builder.Dispose();
        }
    }

    /// <summary>Gives the tokens' memory back. From then on decoding fails: it never reads what others put there.</summary>
    public void Release() => ArrayPool<Row>.Shared.Return(Interlocked.Exchange(ref rows, []));

    /// <summary>What stands at a row.</summary>
    public Token TokenAt(int row) => At(row).Token;

    /// <summary>The kind of the value at a row.</summary>
    public RegoKind KindAt(int row) => At(row).Token switch
    {
        Token.Null => RegoKind.Null,
        Token.True or Token.False => RegoKind.Boolean,
        Token.Number => RegoKind.Number,
        Token.Text or Token.EscapedText => RegoKind.String,
        Token.Array => RegoKind.Array,
        _ => RegoKind.Object,
    };

    /// <summary>How many items or members a container has.</summary>
    public int CountAt(int row) => At(row).Length;

    /// <summary>The row after a value and all that is in it.</summary>
    public int After(int row) => At(row).After(row);

    /// <summary>The bytes of a scalar; of a text without its quotes.</summary>
    public ReadOnlySpan<byte> BytesAt(int row) => At(row).BytesIn(text.Span);

    /// <summary>Whether a row that has no escapes is a certain text, which is ASCII.</summary>
    public bool HasText(int row, string ascii) => Ascii.Equals(BytesAt(row), ascii);

    /// <summary>
    /// The value of a row. Arrays and objects are decoded later, item by item.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="depth">How deeply the value may nest, at most.</param>
    public RegoValue Decode(int row, int depth)
    {
        ref readonly var token = ref At(row);
        switch (token.Token)
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
                return token.Length == 0 ? RegoArray.Empty : new RegoArray(new JsonNode(this, row), token.Length, depth);
            default:
                return token.Length == 0 ? RegoObject.Empty : new RegoObject(new LazyMembers(this, row, depth), depth);
        }
    }

    /// <summary>The text of a row.</summary>
    public string TextAt(int row) => JsonText.Decode(BytesAt(row), At(row).Token == Token.EscapedText);

    /// <summary>The name of a member, shared with other occurrences of the same name.</summary>
    public RegoString NameAt(int row)
    {
        var bytes = BytesAt(row);
        Span<char> name = stackalloc char[64];
        return At(row).Token == Token.Text && bytes.Length <= name.Length && Ascii.ToUtf16(bytes, name, out var length) == OperationStatus.Done
            ? RegoNames.Of(name[..length])
            : RegoString.Of(TextAt(row));
    }

    private ref readonly Row At(int row)
    {
        var all = rows;
        ObjectDisposedException.ThrowIf((uint)row >= (uint)all.Length, typeof(RegoJsonDocument));
        return ref all[row];
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
