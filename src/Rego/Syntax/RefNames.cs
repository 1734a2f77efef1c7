namespace Bouncer.Rego.Syntax;

/// <summary>References as dotted names: how functions are called.</summary>
internal static class RefNames
{
    /// <summary><c>a.b.c</c> if the reference is a variable followed by strings, null otherwise.</summary>
    public static string? Dotted(RefTerm reference)
    {
        if (reference.Head is not VarTerm head)
        {
            return null;
        }

        if (reference.Path.Length == 1)
        {
            return head.Name;
        }

        var parts = new string[reference.Path.Length];
        parts[0] = head.Name;
        for (var i = 1; i < parts.Length; i++)
        {
            if (reference.Path[i] is not StringTerm part)
            {
                return null;
            }

            parts[i] = part.Value;
        }

        return string.Join('.', parts);
    }
}
