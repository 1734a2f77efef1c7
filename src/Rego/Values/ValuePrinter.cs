using System.Text;

namespace Bouncer.Rego.Values;

/// <summary>Prints values as OPA prints terms. Recursion is bounded by <see cref="RegoValue.MaxDepth"/>.</summary>
internal static class ValuePrinter
{
    public static string Print(RegoValue value)
    {
        switch (value)
        {
            case RegoNumber number:
                return number.Text;
            case RegoBoolean boolean:
                return boolean.Value ? "true" : "false";
            default:
                var text = new StringBuilder();
                Append(text, value);
                return text.ToString();
        }
    }

    public static void Append(StringBuilder text, RegoValue value)
    {
        switch (value)
        {
            case RegoNull:
                text.Append("null");
                break;
            case RegoBoolean boolean:
                text.Append(boolean.Value ? "true" : "false");
                break;
            case RegoNumber number:
                text.Append(number.Text);
                break;
            case RegoString str:
                GoQuote.Append(text, str.Value);
                break;
            case RegoArray array:
                AppendAll(text, '[', array.GetEnumerator(), ']');
                break;
            case RegoSet { Count: 0 }:
                text.Append("set()");
                break;
            case RegoSet set:
                AppendAll(text, '{', set.GetEnumerator(), '}');
                break;
            case RegoObject obj:
                AppendMembers(text, obj);
                break;
        }
    }

    private static void AppendAll<TItems>(StringBuilder text, char open, TItems items, char close)
        where TItems : IEnumerator<RegoValue>
    {
        text.Append(open);
        var first = true;
        while (items.MoveNext())
        {
            text.Append(first ? "" : ", ");
            first = false;
            Append(text, items.Current);
        }

        text.Append(close);
    }

    private static void AppendMembers(StringBuilder text, RegoObject obj)
    {
        text.Append('{');
        var first = true;
        foreach (var (key, value) in obj)
        {
            text.Append(first ? "" : ", ");
            first = false;
            Append(text, key);
            text.Append(": ");
            Append(text, value);
        }

        text.Append('}');
    }
}
