namespace Bouncer.Rego.Builtins.Regexes;

/// <summary>The sets of characters that <c>\p{…}</c> means.</summary>
internal static class UnicodeNames
{
    /// <summary>The code points that a name stands for, ascending; null if it stands for none.</summary>
    public static (int First, int Last)[]? Find(string name) => Canonical(name) switch
    {
        "any" => [(0, 0x10FFFF)],
        "ascii" => [(0, 0x7F)],
        var canonical => UnicodeCategories.Find(canonical) ?? UnicodeScripts.Find(canonical),
    };

    /// <summary>
    /// A name without what does not matter in it: case, spaces, underscores and hyphens (Unicode Technical Standard 18). So does Go from
    /// 1.25 on, which finds no script with an underscore in its name any more: here all are found, as by Go before that.
    /// </summary>
    public static string Canonical(string name)
        => string.Concat(name.Where(c => c is not (' ' or '_' or '-'))).ToLowerInvariant();
}
