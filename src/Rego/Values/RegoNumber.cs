using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace Bouncer.Rego.Values;

/// <summary>
/// A number of any size and precision.
/// </summary>
/// <remarks>
/// <para>How numbers are represented. OPA keeps a number as its JSON text, compares numbers by their exact values (1 = 1.0 = 1e0),
/// and prints the text as it came. So here: a number that is an integer of 64 bits by value is that <c>long</c>, anything else a
/// <see cref="DecimalValue"/> (sign, digits, place of the point), both exact; the text is kept only where it is not the one that
/// would be printed anyway.</para>
/// <para>Arithmetic on what is no integer rounds as OPA's does, in binary with a mantissa of 64 bits: <see cref="BigFloat"/>.</para>
/// </remarks>
public sealed class RegoNumber : RegoValue
{
    private const int FirstCached = -128;
    private static readonly RegoNumber[] Cached = MakeCached();

    private readonly long integer;
    private readonly DecimalValue? exact; // null for an integer of 64 bits
    private string? text; // null until asked for, if it is what the integer prints as

    private RegoNumber(long integer, DecimalValue? exact, string? text)
    {
        this.integer = integer;
        this.exact = exact;
        this.text = text;
        IsPlainInteger = exact is null && (text is null || text.AsSpan().IndexOfAny('.', 'e', 'E') < 0);
    }

    /// <summary>The number zero.</summary>
    public static RegoNumber Zero { get; } = Of(0);

    /// <summary>The number one.</summary>
    public static RegoNumber One { get; } = Of(1);

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Number;

    /// <summary>The number as OPA prints it, in JSON too: as it was written, or as arithmetic made it.</summary>
    public string Text => text ??= integer.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether the number was written as an integer, without point or exponent, and has 64 bits: what may index an array.</summary>
    internal bool IsPlainInteger { get; }

    /// <summary>Whether the value, however written, is an integer of 64 bits.</summary>
    internal bool IsInt64 => exact is null;

    public static RegoNumber Of(long value)
    {
        var index = value - FirstCached;
        return (ulong)index < (ulong)Cached.Length ? Cached[index] : new(value, null, null);
    }

    /// <summary>An integer of any size.</summary>
    public static RegoNumber Of(BigInteger value)
        => value >= long.MinValue && value <= long.MaxValue ? Of((long)value) : Parse(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A float, printed as Go prints it into JSON.</summary>
    public static RegoNumber Of(double value) => Parse(GoFloat.ToJson(value));

    /// <summary>A number from its JSON text.</summary>
    /// <exception cref="FormatException">The text is no JSON number, or its exponent is out of all reason.</exception>
    public static RegoNumber Parse(string text)
        => TryParse(text, out var number) ? number : throw new FormatException($"\"{text}\" is no number.");

    /// <summary>A number from its JSON text; false if it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RegoNumber? number)
    {
        number = null;
        if (text.Length is > 0 and < 19 && TryParsePlain(text, out var small))
        {
            number = Of(small);
            return true;
        }

        if (!JsonNumber.IsValid(text) || !DecimalValue.TryParse(text, out var value))
        {
            return false;
        }

        number = value.TryGetInt64(out var integer) ? new(integer, null, text.ToString()) : new(0, value, text.ToString());
        return true;
    }

    // The form integers are printed in: no leading zero, no "-0".
    private static bool TryParsePlain(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        var negative = text[0] == '-';
        var digits = negative ? text[1..] : text;
        if (digits.IsEmpty || digits[0] == '0')
        {
            return digits.Length == 1 && !negative;
        }

        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            value = (value * 10) + (c - '0');
        }

        value = negative ? -value : value;
        return true;
    }

    /// <summary>A number from the UTF-8 bytes of a JSON number.</summary>
    internal static RegoNumber? ParseUtf8(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < 19 && utf8[0] is > (byte)'0' and <= (byte)'9' && Utf8Parser.TryParse(utf8, out long value, out var used) && used == utf8.Length)
        {
            return Of(value);
        }

        Span<char> buffer = utf8.Length <= 256 ? stackalloc char[utf8.Length] : new char[utf8.Length];
        System.Text.Encoding.ASCII.GetChars(utf8, buffer);
        return TryParse(buffer, out var number) ? number : null;
    }

    /// <summary>The number, if it was written as an integer of 64 bits (1, not 1.0): what OPA takes for an index.</summary>
    public bool TryGetInt64(out long value)
    {
        value = integer;
        return IsPlainInteger;
    }

    /// <summary>The value, if it is an integer of 64 bits however written.</summary>
    internal bool TryGetIntegerValue(out long value)
    {
        value = integer;
        return exact is null;
    }

    /// <summary>The nearest float; infinite where the number is too large.</summary>
    public double ToDouble() => exact is null ? integer : double.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override bool Equals(RegoValue? other)
        => ReferenceEquals(this, other)
            || (other is RegoNumber number && integer == number.integer && (exact is null ? number.exact is null : exact.Equals(number.exact)));

    /// <inheritdoc/>
    public override int GetHashCode() => exact is null ? integer.GetHashCode() ^ 0x6E62 : exact.GetHashCode();

    private protected override int CompareToSameKind(RegoValue other)
    {
        var number = (RegoNumber)other;
        if (exact is null && number.exact is null)
        {
            return integer.CompareTo(number.integer);
        }

        return (exact ?? DecimalValue.Of(integer)).CompareTo(number.exact ?? DecimalValue.Of(number.integer));
    }

    private static RegoNumber[] MakeCached()
    {
        var cached = new RegoNumber[1024 + 128];
        for (var i = 0; i < cached.Length; i++)
        {
            cached[i] = new(i + FirstCached, null, null);
        }

        return cached;
    }
}
