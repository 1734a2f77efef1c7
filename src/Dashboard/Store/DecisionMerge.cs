using Bouncer.Dashboard.Model;

namespace Bouncer.Dashboard.Store;

/// <summary>Two sightings of one decision, in a span and in the log, as one.</summary>
internal static class DecisionMerge
{
    /// <summary>The first sighting, with what only the second knows. Where both know something they know the same, and its time
    /// stays the first's, so that its place among others does.</summary>
    public static Decision With(this Decision first, Decision second) => first with
    {
        Protocol = Known(first.Protocol, second.Protocol),
        Namespace = Known(first.Namespace, second.Namespace),
        Kind = Known(first.Kind, second.Kind),
        Name = Known(first.Name, second.Name),
        Operation = Known(first.Operation, second.Operation),
        Images = Known(first.Images, second.Images),
        Registries = Known(first.Registries, second.Registries),
        Rules = Known(first.Rules, second.Rules),
        Reason = Known(first.Reason, second.Reason),
        PolicyVersion = Known(first.PolicyVersion, second.PolicyVersion),
        Duration = first.Duration ?? second.Duration,
        TraceId = first.TraceId.IsNone ? second.TraceId : first.TraceId,
        SpanId = first.SpanId.IsNone ? second.SpanId : first.SpanId,
    };

    private static string Known(string first, string second) => first.Length > 0 ? first : second;

    private static IReadOnlyList<string> Known(IReadOnlyList<string> first, IReadOnlyList<string> second) => first.Count > 0 ? first : second;
}
