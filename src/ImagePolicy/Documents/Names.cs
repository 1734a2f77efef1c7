using System.Buffers;

namespace Bouncer.ImagePolicy.Documents;

/// <summary>Names as Kubernetes writes them (k8s.io/apimachinery, pkg/util/validation: DNS-1123).</summary>
internal static class Names
{
    private const int MaxLabel = 63;
    private const int MaxSubdomain = 253;

    private static readonly SearchValues<char> s_label = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>What is wrong with the name of a rule; null if nothing is.</summary>
    public static string? LabelProblem(string name)
        => IsLabel(name)
            ? null
            : $"{Printable.Quoted(name, 80)} is not a name; write at most {MaxLabel} of a-z, 0-9 and '-', with a letter or digit first and last";

    /// <summary>What is wrong with the name of a policy; null if nothing is.</summary>
    public static string? SubdomainProblem(string name)
        => name.Length <= MaxSubdomain && name.Split('.').All(IsLabel)
            ? null
            : $"{Printable.Quoted(name, 80)} is not a name; write a-z, 0-9, '-' and '.', with a letter or digit around every dot and at both ends";

    /// <summary>What is wrong with a pattern for namespaces; null if nothing is.</summary>
    public static string? NamespacePatternProblem(string pattern)
        => pattern.Contains("**", StringComparison.Ordinal)
            ? "a namespace has no segments; write '*' for '**'"
            : IsLabel(pattern.Replace('*', 'x'))
                ? null
                : $"it is no pattern for namespaces; write at most {MaxLabel} of a-z, 0-9, '-' and '*', without '-' at either end";

    private static bool IsLabel(string text)
        => text.Length is > 0 and <= MaxLabel && !text.AsSpan().ContainsAnyExcept(s_label) && text[0] != '-' && text[^1] != '-';
}
