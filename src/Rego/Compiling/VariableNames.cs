using System.Globalization;

namespace Bouncer.Rego.Compiling;

/// <summary>
/// The names of variables between the stages. A declared variable <c>x</c> becomes <c>x~3</c>, a variable made by a stage
/// <c>~4</c>: no source can contain those, and what the author called it can be read off.
/// </summary>
internal sealed class VariableNames
{
    private const char Mark = '~';
    private int _next;

    /// <summary>A new name for a declared variable.</summary>
    public string Rename(string name) => string.Create(CultureInfo.InvariantCulture, $"{Original(name)}{Mark}{_next++}");

    /// <summary>A name for a variable that nobody wrote.</summary>
    public string Generate() => string.Create(CultureInfo.InvariantCulture, $"{Mark}{_next++}");

    /// <summary>Whether a stage made the variable.</summary>
    public static bool IsGenerated(string name) => name.StartsWith(Mark);

    /// <summary>Whether the variable is a <c>_</c>.</summary>
    public static bool IsWildcard(string name) => name.StartsWith('$');

    /// <summary>What the variable is called in the source; of a generated one what OPA would call it.</summary>
    public static string Original(string name)
    {
        var mark = name.IndexOf(Mark, StringComparison.Ordinal);
        return mark switch
        {
            < 0 => name,
            0 => $"__local{name.AsSpan(1)}__",
            _ => name[..mark],
        };
    }
}
