using Bouncer.Constraints.Objects;
using Bouncer.Constraints.Reviews;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Matching;

/// <summary>
/// What a constraint is about: <c>spec.match</c>. All criteria have to hold, for the object or for the old object; one that is not
/// written holds always (Gatekeeper's <c>pkg/mutation/match</c> and <c>pkg/target/matcher.go</c>).
/// </summary>
public sealed class MatchCriteria
{
    private readonly bool _isWritten;

    private MatchCriteria(bool isWritten) => _isWritten = isWritten;

    /// <summary>Everything, even what has no object: a constraint without <c>spec.match</c>.</summary>
    public static MatchCriteria Any { get; } = new(isWritten: false);

    internal KindSelector[] Kinds { get; private init; } = [];

    internal ScopeSelector Scope { get; private init; }

    internal Wildcard[] Namespaces { get; private init; } = [];

    internal Wildcard[] ExcludedNamespaces { get; private init; } = [];

    internal LabelSelector? LabelSelector { get; private init; }

    internal LabelSelector? NamespaceSelector { get; private init; }

    internal Wildcard? Name { get; private init; }

    internal ResourceSource? Source { get; private init; }

    /// <summary>Reads <c>spec.match</c>.</summary>
    /// <param name="match">The document.</param>
    /// <param name="problems">Takes what is wrong with it, with paths from <c>spec.match</c> on.</param>
    /// <returns>The criteria, without those that have problems.</returns>
    public static MatchCriteria Read(RegoObject match, ICollection<ConstraintProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(match);
        ArgumentNullException.ThrowIfNull(problems);
        const string Path = "spec.match";
        var reader = new MatchReader(problems);
        var name = reader.Text(match, "name", Path);
        return new MatchCriteria(isWritten: true)
        {
            Kinds = [.. reader.Objects(match, "kinds", Path)
                .Select(k => KindSelector.Of(reader.Texts(k.Value, "apiGroups", k.Path), reader.Texts(k.Value, "kinds", k.Path)))],
            Scope = reader.Text(match, "scope", Path) switch
            {
                "Cluster" => ScopeSelector.Cluster,
                "Namespaced" => ScopeSelector.Namespaced,
                _ => ScopeSelector.All,
            },
            Namespaces = reader.Wildcards(match, "namespaces", Path),
            ExcludedNamespaces = reader.Wildcards(match, "excludedNamespaces", Path),
            LabelSelector = LabelSelectorReader.Read(reader, match, "labelSelector", Path),
            NamespaceSelector = LabelSelectorReader.Read(reader, match, "namespaceSelector", Path),
            Name = name.Length == 0 ? null : new Wildcard(name),
            Source = ReadSource(reader, reader.Text(match, "source", Path), $"{Path}.source"),
        };
    }

    private static ResourceSource? ReadSource(MatchReader reader, string text, string path)
    {
        switch (text)
        {
            case "" or "All":
                return null;
            case "Original":
                return ResourceSource.Original;
            case "Generated":
                return ResourceSource.Generated;
            default:
                reader.Invalid($"invalid source field {new RegoString(text)}; use All, Generated or Original", path);
                return null;
        }
    }

    /// <summary>Whether the criteria match what is reviewed.</summary>
    public MatchResult Matches(ReviewRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!_isWritten)
        {
            return new MatchResult(true, null);
        }

        if (request.ObjectProblem is { } problem)
        {
            return new MatchResult(false, problem);
        }

        var first = FirstUnmet(request, request.AnyObject);
        if (first is not (Criterion.None or Criterion.NamespaceUnknown) && request.OtherObject is { } other)
        {
            first = FirstUnmet(request, other);
        }

        return new MatchResult(first == Criterion.None, first == Criterion.NamespaceUnknown ? MatchReasons.NamespaceUnknown(request) : null);
    }

    /// <summary>Why the criteria do not match what is reviewed, in a sentence for people; null if they do.</summary>
    public string? WhyNot(ReviewRequest request)
    {
        var result = Matches(request);
        return result.IsMatch ? null : result.Error ?? MatchReasons.Of(this, FirstUnmet(request, request.AnyObject), request);
    }

    private Criterion FirstUnmet(ReviewRequest request, ReviewedObject @object)
        => UnmetByPlace(request, @object) is not Criterion.None and var unmet ? unmet
            : LabelSelector is not null && !LabelSelector.Matches(@object) ? Criterion.LabelSelector
            : Name is { } name && !name.Matches(@object.Name) && !name.MatchesGenerated(@object.GenerateName) ? Criterion.Name
            : Source is { } source && source != request.Source ? Criterion.Source
            : NamespaceSelector is null ? Criterion.None
            : NamespaceSelected(request, @object);

    /// <summary>Whether a kind is one of <c>kinds</c>. Objects of another one never match.</summary>
    public bool SelectsKind(ObjectKind kind) => KindMatches(kind);

    /// <summary>Whether <c>kinds</c> has kinds of a group.</summary>
    public bool SelectsGroup(string group) => Kinds.Length == 0 || Kinds.Any(k => k.Groups is null || k.Groups.Contains(group));

    /// <summary>Whether the criteria hold that look at nothing but an object's kind and namespace.</summary>
    internal bool PlaceMatches(ReviewRequest request, ReviewedObject @object) => UnmetByPlace(request, @object) == Criterion.None;

    private Criterion UnmetByPlace(ReviewRequest request, ReviewedObject @object)
        => !KindMatches(@object.Kind) ? Criterion.Kinds
            : !ScopeMatches(request, @object) ? Criterion.Scope
            : !NamespaceMatches(request, @object) ? Criterion.Namespaces
            : IsExcluded(request, @object) ? Criterion.ExcludedNamespaces
            : Criterion.None;

    private bool KindMatches(in ObjectKind kind)
    {
        foreach (var selector in Kinds)
        {
            if (selector.Matches(kind))
            {
                return true;
            }
        }

        return Kinds.Length == 0;
    }

    private bool ScopeMatches(ReviewRequest request, ReviewedObject @object) => Scope switch
    {
        ScopeSelector.Cluster => @object.IsNamespace || request.NamespaceOf(@object).Length == 0,
        ScopeSelector.Namespaced => !@object.IsNamespace && request.NamespaceOf(@object).Length > 0,
        _ => true,
    };

    // What is in no namespace cannot be in a wrong one.
    private bool NamespaceMatches(ReviewRequest request, ReviewedObject @object)
        => Namespaces.Length == 0 || request.NamespaceOf(@object) is "" || AnyMatches(Namespaces, request.NamespaceOf(@object));

    private bool IsExcluded(ReviewRequest request, ReviewedObject @object)
        => ExcludedNamespaces.Length > 0 && request.NamespaceOf(@object) is { Length: > 0 } name && AnyMatches(ExcludedNamespaces, name);

    private static bool AnyMatches(Wildcard[] wildcards, string name)
    {
        foreach (var wildcard in wildcards)
        {
            if (wildcard.Matches(name))
            {
                return true;
            }
        }

        return false;
    }

    private Criterion NamespaceSelected(ReviewRequest request, ReviewedObject @object)
    {
        var labelled = @object.IsNamespace ? @object : request.ReviewedNamespace;
        if (labelled is null)
        {
            return request.NamespaceOf(@object).Length == 0 ? Criterion.None : Criterion.NamespaceUnknown;
        }

        return NamespaceSelector!.Matches(labelled) ? Criterion.None : Criterion.NamespaceSelector;
    }
}
