using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>Semantic versions 2.0.</summary>
internal static class SemverBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("semver.compare", Compare),
        new("semver.is_valid", (context, operands) => RegoBoolean.Of(operands[0] is RegoString text && TryParse(text.Value, out _))),
    ];

    private static RegoValue? Compare(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var left = Operand.String(operands, 0);
        var right = Operand.String(operands, 1);
        if (!TryParse(left, out var a))
        {
            return context.Fail($"operand 1: string {GoQuote.Quote(left)} is not a valid SemVer");
        }

        return TryParse(right, out var b) ? RegoNumber.Of(a.CompareTo(b)) : context.Fail($"operand 2: string {GoQuote.Quote(right)} is not a valid SemVer");
    }

    private static bool TryParse(string text, [NotNullWhen(true)] out Version? version)
    {
        version = null;
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        var build = plus < 0 ? null : text[(plus + 1)..];
        var rest = plus < 0 ? text : text[..plus];
        var dash = rest.IndexOf('-', StringComparison.Ordinal);
        var pre = dash < 0 ? null : rest[(dash + 1)..];
        var numbers = (dash < 0 ? rest : rest[..dash]).Split('.');
        if (numbers.Length != 3 || !Array.TrueForAll(numbers, IsNumber) || !AreIdentifiers(build) || !AreIdentifiers(pre))
        {
            return false;
        }

        // Go reads the three numbers as 64 bits.
        if (!Array.TrueForAll(numbers, n => long.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            return false;
        }

        version = new([.. numbers.Select(n => long.Parse(n, CultureInfo.InvariantCulture))], string.IsNullOrEmpty(pre) ? [] : pre.Split('.'));
        return true;
    }

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0');

    // None at all behind the sign is fine for OPA.
    private static bool AreIdentifiers(string? text)
        => string.IsNullOrEmpty(text) || Array.TrueForAll(text.Split('.'), part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));

    private sealed record Version(long[] Numbers, string[] PreRelease) : IComparable<Version>
    {
        public int CompareTo(Version? other)
        {
            for (var i = 0; i < 3; i++)
            {
                var order = Numbers[i].CompareTo(other!.Numbers[i]);
                if (order != 0)
                {
                    return order;
                }
            }

            // A version without a pre-release is the release itself, and greater.
            if (PreRelease.Length == 0 || other!.PreRelease.Length == 0)
            {
                return Math.Sign(other!.PreRelease.Length - PreRelease.Length);
            }

            for (var i = 0; i < Math.Min(PreRelease.Length, other.PreRelease.Length); i++)
            {
                var order = CompareIdentifiers(PreRelease[i], other.PreRelease[i]);
                if (order != 0)
                {
                    return order;
                }
            }

            return PreRelease.Length.CompareTo(other.PreRelease.Length);
        }

        private static int CompareIdentifiers(string left, string right)
        {
            var leftIsNumber = left.All(char.IsAsciiDigit);
            var rightIsNumber = right.All(char.IsAsciiDigit);
            return (leftIsNumber, rightIsNumber) switch
            {
                (true, true) => BigInteger.Parse(left, CultureInfo.InvariantCulture).CompareTo(BigInteger.Parse(right, CultureInfo.InvariantCulture)),
                (true, false) => -1,
                (false, true) => 1,
                _ => Math.Sign(string.CompareOrdinal(left, right)),
            };
        }
    }
}
