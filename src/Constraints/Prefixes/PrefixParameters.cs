using Bouncer.Rego;
using Bouncer.Rego.Analysis;

namespace Bouncer.Constraints.Prefixes;

/// <summary>
/// Finds the parameters that a template compares images with by prefix: what reaches the second operand of <c>startswith</c> or
/// <c>strings.any_prefix_match</c> where the first comes from a field <c>image</c>. Where the image is made on the way, so that it
/// cannot be told, the parameter counts if it is called <c>repos</c>, as in the template that everybody has copied.
/// </summary>
internal static class PrefixParameters
{
    private const string Parameters = "parameters.";

    /// <summary>The parameters of a template's modules.</summary>
    public static IReadOnlyList<PrefixParameter> Of(IReadOnlyList<RegoModule> modules)
        => [.. RegoCallInputs.In(modules, "startswith", "strings.any_prefix_match")
            .Where(call => call.Operands.Count == 2)
            .SelectMany(call => call.Operands[1].Where(path => IsPrefix(call, path)))
            .Select(path => path[Parameters.Length..].Split('.'))
            .Select(WithoutItems)
            .DistinctBy(path => string.Join('.', path))
            .OrderBy(path => string.Join('.', path), StringComparer.Ordinal)
            .Select(path => new PrefixParameter(path))];

    private static bool IsPrefix(RegoCallInputs call, string path)
        => path.StartsWith(Parameters, StringComparison.Ordinal)
            && (call.Operands[0].Count > 0 ? call.Operands[0].Any(IsImage) : WithoutItems(path.Split('.'))[^1] == "repos");

    private static bool IsImage(string path) => path.EndsWith(".image", StringComparison.Ordinal);

    // The list is what is looked at, its items are the entries.
    private static string[] WithoutItems(string[] path) => path.Length > 1 && path[^1] == "*" ? path[..^1] : path;
}
