namespace Bouncer.Cli.Check;

/// <summary>What <c>bouncer check</c> is asked to do.</summary>
/// <param name="Images">Images to check.</param>
/// <param name="Files">Files and folders to check; <c>-</c> is the standard input.</param>
/// <param name="IsRecursive">Whether to look into the folders of folders.</param>
/// <param name="PolicyPath">The policy file, if one is named.</param>
/// <param name="Registries">The values of the list of registries.</param>
/// <param name="RejectLatest">Whether the list also refuses the tag latest.</param>
/// <param name="Namespace">The namespace of what names none.</param>
/// <param name="IsJson">Whether to print JSON.</param>
internal sealed record CheckOptions(
    IReadOnlyList<string> Images,
    IReadOnlyList<string> Files,
    bool IsRecursive,
    string? PolicyPath,
    IReadOnlyList<string> Registries,
    bool RejectLatest,
    string Namespace,
    bool IsJson)
{
    /// <summary>What is missing or contradicts itself; each a sentence that says what to write.</summary>
    public IEnumerable<string> Mistakes()
    {
        if (Images.Count + Files.Count == 0)
        {
            yield return "There is nothing to check. Name images, or manifests with -f.";
        }

        if (PolicyPath is null && Registries.Count == 0)
        {
            yield return "There is no policy. Name a file with --policy, or registries with --registry-whitelist.";
        }

        if (PolicyPath is not null && Registries.Count > 0)
        {
            yield return "--policy and --registry-whitelist are both given. Write the list as an allow rule of the policy.";
        }

        if (PolicyPath is not null && RejectLatest)
        {
            yield return "--reject-latest goes with --registry-whitelist. Write it as a deny rule of the policy: deny: {tags: [latest]}.";
        }
    }
}
