using Bouncer.Rego;

namespace Bouncer.Constraints.Prefixes;

/// <summary>Finds the parameters that a template compares images with by prefix.</summary>
internal static class PrefixParameters
{
    /// <summary>The parameters of a template's modules.</summary>
    public static IReadOnlyList<PrefixParameter> Of(IReadOnlyList<RegoModule> modules) => [];
}
