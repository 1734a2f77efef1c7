using Bouncer.Constraints.Objects;
using Bouncer.Constraints.Reviews;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Matching;

/// <summary>Why criteria do not match, for people. Made only when somebody asks.</summary>
internal static class MatchReasons
{
    /// <summary>That a namespace selector cannot be looked at. Begins with Gatekeeper's words.</summary>
    public static string NamespaceUnknown(ReviewRequest request)
        => $"namespace selector for namespace-scoped object but missing Namespace: {Named(request.AnyObject)} is in namespace "
            + $"{Quoted(request.NamespaceOf(request.AnyObject))}, whose labels are not known here";

    /// <summary>What the first criterion wants that is not met, and what it has got.</summary>
    public static string Of(MatchCriteria criteria, Criterion first, ReviewRequest request)
    {
        var reviewed = request.AnyObject;
        var @namespace = request.NamespaceOf(reviewed);
        return first switch
        {
            Criterion.Kinds => $"kinds: {KindSelector.NameOf(reviewed.Kind.Group, reviewed.Kind.Kind)} is not among {Listing.Of(criteria.Kinds)}",
            Criterion.Scope => $"scope: it is {criteria.Scope}, and {Named(reviewed)} is {Scoped(reviewed, @namespace)}",
            Criterion.Namespaces => $"namespaces: {Quoted(@namespace)} is not among {Listing.Of(criteria.Namespaces)}",
            Criterion.ExcludedNamespaces =>
                $"excludedNamespaces: {Quoted(@namespace)} is excluded by {criteria.ExcludedNamespaces.First(w => w.Matches(@namespace))}",
            Criterion.LabelSelector => $"labelSelector: {criteria.LabelSelector!.WhyNot(reviewed)}",
            Criterion.Name => $"name: {NameOf(reviewed)} is not {criteria.Name}",
            Criterion.Source => $"source: it is {criteria.Source}, and {Named(reviewed)} is {request.Source}",
            _ => $"namespaceSelector: of {Named(reviewed.IsNamespace ? reviewed : request.ReviewedNamespace!)}, "
                + criteria.NamespaceSelector!.WhyNot(reviewed.IsNamespace ? reviewed : request.ReviewedNamespace!),
        };
    }

    private static string Scoped(ReviewedObject reviewed, string @namespace)
        => reviewed.IsNamespace ? "a Namespace, which counts as cluster-scoped"
            : @namespace.Length == 0 ? "in no namespace"
            : $"in namespace {Quoted(@namespace)}";

    private static string NameOf(ReviewedObject reviewed)
        => reviewed.Name.Length > 0 || reviewed.GenerateName.Length == 0 ? Quoted(reviewed.Name) : $"generateName {Quoted(reviewed.GenerateName)}";

    private static string Named(ReviewedObject reviewed) => $"{reviewed.Kind.Kind} {NameOf(reviewed)}";

    private static string Quoted(string text) => new RegoString(text).ToString();
}
