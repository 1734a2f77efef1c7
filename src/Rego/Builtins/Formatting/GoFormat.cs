using System.Globalization;
using System.Numerics;
using System.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Formatting;

/// <summary>
/// Go's fmt.Sprintf for the arguments OPA gives it: integers (int), larger integers (*big.Int), floats (float64) and text, which all
/// other values are printed to before. Mistakes show in the text as in Go: <c>%!d(string=x)</c>.
/// </summary>
internal sealed partial class GoFormat
{
    // Go takes no larger width or precision.
    private const int MaxNumber = 1_000_000;

    private readonly StringBuilder output = new();
    private readonly string format;
    private readonly RegoArray arguments;
    private readonly BuiltinContext context;
    private int at;
    private int argument;
    private bool reordered;
    private bool goodIndex;
    private bool afterIndex;
    private Flags flags;

    private GoFormat(BuiltinContext context, string format, RegoArray arguments)
    {
        this.context = context;
        this.format = format;
        this.arguments = arguments;
    }

    /// <summary>The text of a format with its arguments filled in.</summary>
    public static string Format(BuiltinContext context, string format, RegoArray arguments)
    {
        var printer = new GoFormat(context, format, arguments);
        printer.Run();
        return printer.output.ToString();
    }

    private void Run()
    {
        while (at < format.Length)
        {
            var percent = format.IndexOf('%', at);
            var end = percent < 0 ? format.Length : percent;
            output.Append(format, at, end - at);
            at = end;
            if (at < format.Length)
            {
                at++;
                Verb();
                context.CheckSize(output.Length);
            }
        }

        if (!reordered && argument < arguments.Count)
        {
            Extra();
        }
    }

    private void Verb()
    {
        flags = default;
        goodIndex = true;
        afterIndex = false;
        ReadFlags();
        Index();
        ReadWidth();
        ReadPrecision();
        if (!afterIndex)
        {
            Index();
        }

        if (at >= format.Length)
        {
            output.Append("%!(NOVERB)");
            return;
        }

        Rune.DecodeFromUtf16(format.AsSpan(at), out var verb, out var length);
        at += length;
        if (verb.Value == '%')
        {
            output.Append('%');
        }
        else if (!goodIndex)
        {
            output.Append("%!").Append(verb.ToString()).Append("(BADINDEX)");
        }
        else if (argument >= arguments.Count)
        {
            output.Append("%!").Append(verb.ToString()).Append("(MISSING)");
        }
        else
        {
            if (verb.Value is 'v' or 'w')
            {
                flags.GoSyntax = flags.Sharp;
                flags.Sharp = false;
                flags.Plus = false; // %+v is about field names, which there are none of
            }

            Print(arguments[argument++], verb);
        }
    }

    private void ReadFlags()
    {
        for (; at < format.Length; at++)
        {
            switch (format[at])
            {
                case '#':
                    flags.Sharp = true;
                    break;
                case '0':
                    flags.Zero = true;
                    break;
                case '+':
                    flags.Plus = true;
                    break;
                case '-':
                    flags.Minus = true;
                    break;
                case ' ':
                    flags.Space = true;
                    break;
                default:
                    return;
            }
        }
    }

    /// <summary>An explicit index, <c>[2]</c>: from 1, and all arguments after it count from there.</summary>
    private void Index()
    {
        if (at >= format.Length || format[at] != '[')
        {
            return;
        }

        reordered = true;
        var close = format.IndexOf(']', at);
        if (close < 0)
        {
            goodIndex = false;
            at++;
            return;
        }

        var text = format.AsSpan(at + 1, close - at - 1);
        at = close + 1;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index >= 1 && index <= arguments.Count)
        {
            argument = index - 1;
            afterIndex = true;
        }
        else
        {
            goodIndex = false;
            afterIndex = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        }
    }

    private void ReadWidth()
    {
        if (at < format.Length && format[at] == '*')
        {
            at++;
            flags.Width = StarNumber("%!(BADWIDTH)");
            if (flags.Width < 0)
            {
                flags.Width = -flags.Width;
                flags.Minus = true;
                flags.Zero = false;
            }

            afterIndex = false;
            return;
        }

        flags.Width = ReadNumber();
        if (afterIndex && flags.Width is not null)
        {
            goodIndex = false; // "%[3]2d"
        }
    }

    private void ReadPrecision()
    {
        if (at >= format.Length || format[at] != '.')
        {
            return;
        }

        at++;
        if (afterIndex)
        {
            goodIndex = false; // "%[3].2d"
        }

        Index();
        if (at < format.Length && format[at] == '*')
        {
            at++;
            flags.Precision = StarNumber("%!(BADPREC)", allowNegative: false);
            afterIndex = false;
            return;
        }

        flags.Precision = ReadNumber() ?? 0;
    }

    private int? StarNumber(string otherwise, bool allowNegative = true)
    {
        int? number = null;
        if (argument < arguments.Count)
        {
            if (arguments[argument] is RegoNumber value && value.TryGetInt64(out var integer) && Math.Abs(integer) <= MaxNumber)
            {
                number = (int)integer;
            }

            argument++;
        }

        if (number is null || (!allowNegative && number < 0))
        {
            output.Append(otherwise);
            return null;
        }

        return number;
    }

    private int? ReadNumber()
    {
        var start = at;
        var number = 0;
        for (; at < format.Length && char.IsAsciiDigit(format[at]); at++)
        {
            number = (number * 10) + (format[at] - '0');
            if (number > MaxNumber * 10)
            {
                at = format.Length; // Go gives up on the whole format
                return null;
            }
        }

        return at > start ? number : null;
    }

    private void Extra()
    {
        flags = default;
        output.Append("%!(EXTRA ");
        for (var first = argument; argument < arguments.Count; argument++)
        {
            output.Append(argument > first ? ", " : "").Append(GoType(arguments[argument])).Append('=');
            Print(arguments[argument], new Rune('v'));
        }

        output.Append(')');
    }

    private void Print(RegoValue value, Rune verb)
    {
        if (verb.Value == 'T')
        {
            PadText(Truncated(GoType(value)));
            return;
        }

        switch (value)
        {
            case RegoNumber number when number.TryGetInt64(out var integer):
                PrintInteger(value, integer, verb);
                break;
            case RegoNumber number when IsBigInteger(number):
                PrintBigInteger(number, verb);
                break;
            case RegoNumber number when double.IsFinite(number.ToDouble()):
                PrintFloat(value, number.ToDouble(), verb);
                break;
            default:
                PrintText(value, value is RegoString text ? text.Value : value.ToString(), verb);
                break;
        }
    }

    private static bool IsBigInteger(RegoNumber number) => !number.IsPlainInteger && number.Text.AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    private static string GoType(RegoValue value) => value switch
    {
        RegoNumber number when number.IsPlainInteger => "int",
        RegoNumber number when IsBigInteger(number) => "*big.Int",
        RegoNumber number when double.IsFinite(number.ToDouble()) => "float64",
        _ => "string",
    };

    private void WrongVerb(RegoValue value, Rune verb)
    {
        output.Append("%!").Append(verb.ToString()).Append('(').Append(GoType(value)).Append('=');
        Print(value, new Rune('v'));
        output.Append(')');
    }

    /// <summary>What stands between the percent sign and the verb.</summary>
    private struct Flags
    {
        public bool Sharp;
        public bool Zero;
        public bool Plus;
        public bool Minus;
        public bool Space;
        public bool GoSyntax;
        public int? Width;
        public int? Precision;
    }
}
