namespace Bouncer.Webhook.ImageReviews;

/// <summary>
/// The annotation that an API server puts on a pod which it admitted because its image policy backend did not answer
/// (<c>alpha.image-policy.k8s.io/failed-open: "true"</c>). It comes back with every later review of that pod. Whoever makes
/// a pod can write it too, so it says that something may have passed unseen, and decides nothing.
/// </summary>
internal static class FailedOpenMark
{
    private const string Suffix = ".image-policy.k8s.io/failed-open";

    public static bool IsIn(IReadOnlyDictionary<string, string?> annotations)
    {
        foreach (var (key, value) in annotations)
        {
            if (value == "true" && key.EndsWith(Suffix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
