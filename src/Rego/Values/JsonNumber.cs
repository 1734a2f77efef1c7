namespace Bouncer.Rego.Values;

/// <summary>The grammar of numbers in JSON: <c>-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?</c></summary>
internal static class JsonNumber
{
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("-"))
        {
            text = text[1..];
        }

        var digits = CountDigits(text);
        if (digits == 0 || (digits > 1 && text[0] == '0'))
        {
            return false;
        }

        text = text[digits..];
        if (text.StartsWith("."))
        {
            digits = CountDigits(text[1..]);
            if (digits == 0)
            {
                return false;
            }

            text = text[(digits + 1)..];
        }

        if (text.Length > 0 && text[0] is 'e' or 'E')
        {
            text = text[1..];
            text = text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;
            digits = CountDigits(text);
            return digits > 0 && digits == text.Length;
        }

        return text.IsEmpty;
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
