using Bouncer.Constraints.Objects;
using Bouncer.Constraints.Reading;
using Bouncer.Constraints.Templates;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Store;

/// <summary>
/// Templates and constraints that change. Thread-safe: changes wait for each other, readers take a <see cref="Snapshot"/> and never wait
/// for a template to be compiled.
/// </summary>
/// <remarks>
/// <para>What was in force stays in force when its change is refused: a template that no longer compiles, a constraint that no longer
/// fits, and a constraint that does not fit the changed template any more, which goes on with the template that it fitted. Gatekeeper
/// keeps the older template as well. The state of a document says so, until a change is accepted or the document is removed; who
/// starts anew finds only the latest documents.</para>
/// <para>A constraint whose template is not there is pending, and comes into force with the template; when a template is removed, its
/// constraints are pending again.</para>
/// </remarks>
public sealed class ConstraintStore
{
    private const string TemplateKind = "ConstraintTemplate";

    private readonly Lock _changes = new(); // held while a document is read, which may take long
    private readonly Lock _state = new(); // held while what is there is looked at or replaced; never while something is read
    private readonly Dictionary<string, TemplateState> _templates = new(StringComparer.Ordinal);
    private readonly ConstraintShelf _constraints = new();
    private readonly TemplateReadings _readings;
    private readonly ConstraintOptions _constraintOptions;
    private ConstraintSet? _snapshot = ConstraintSet.Empty;

    /// <summary>An empty store.</summary>
    public ConstraintStore(TemplateOptions? templateOptions = null, ConstraintOptions? constraintOptions = null)
    {
        _readings = new TemplateReadings(templateOptions ?? TemplateOptions.Default);
        _constraintOptions = constraintOptions ?? ConstraintOptions.Default;
    }

    /// <summary>The constraints that are in force now. Made when it is first asked for after a change.</summary>
    public ConstraintSet Snapshot
    {
        get
        {
            if (Volatile.Read(ref _snapshot) is { } snapshot)
            {
                return snapshot;
            }

            lock (_state)
            {
                return _snapshot ??= ConstraintSet.Of(_constraints.InForce);
            }
        }
    }

    /// <summary>The templates, by name.</summary>
    public IReadOnlyList<TemplateState> Templates
    {
        get
        {
            lock (_state)
            {
                return [.. _templates.Values.OrderBy(t => t.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The constraints, by kind and name.</summary>
    public IReadOnlyList<ConstraintState> Constraints
    {
        get
        {
            lock (_state)
            {
                return _constraints.All;
            }
        }
    }

    /// <summary>Whether a document is a ConstraintTemplate.</summary>
    public static bool IsTemplate(RegoObject document)
        => ReviewedObject.Of(document).Kind is { Group: ConstraintTemplate.Group, Kind: TemplateKind };

    /// <summary>Whether a document is a constraint.</summary>
    public static bool IsConstraint(RegoObject document) => ReviewedObject.Of(document).Kind.Group == Constraint.Group;

    /// <summary>Puts a template or a constraint in, or in the place of its older version. One that has no name is refused and not kept.</summary>
    public StoreChange Apply(RegoObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        lock (_changes)
        {
            return IsTemplate(document) ? ApplyTemplate(document) : IsConstraint(document) ? ApplyConstraint(document) : ForeignKinds.Answer(document);
        }
    }

    /// <summary>What <see cref="Apply"/> would answer, changing nothing. What it compiles is not compiled again when it is applied.</summary>
    public StoreChange Check(RegoObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var (template, constraint) = Find(document);
        if (IsTemplate(document))
        {
            return template is not null && DocumentContent.AreSame(template.Document, document)
                ? Answer(template, isChanged: false)
                : Answer(TemplateStateOf(document, _readings.Read(document), template), isChanged: true);
        }

        return IsConstraint(document) ? Answer(StateOf(document, template, constraint), isChanged: true) : ForeignKinds.Answer(document);
    }

    /// <summary>Takes a template or a constraint out.</summary>
    /// <param name="apiGroup"><c>templates.gatekeeper.sh</c> or <c>constraints.gatekeeper.sh</c>.</param>
    /// <param name="kind"><c>ConstraintTemplate</c> or the constraint's kind.</param>
    /// <param name="name">Its name.</param>
    public StoreChange Remove(string apiGroup, string kind, string name)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(name);
        lock (_changes)
        {
            var isRemoved = apiGroup == ConstraintTemplate.Group && kind == TemplateKind ? RemoveTemplate(name)
                : apiGroup == Constraint.Group && RemoveConstraint(kind, name);
            return new StoreChange(isRemoved ? StoreChangeKind.Removed : StoreChangeKind.NotFound, [], []);
        }
    }

    private StoreChange ApplyTemplate(RegoObject document)
    {
        var (known, _) = Find(document);
        var isChanged = known is null || !DocumentContent.AreSame(known.Document, document);
        var state = isChanged
            ? TemplateStateOf(document, _readings.Take(document), known)
            : known! with { Document = document, Template = known.Status == StoreStatus.Active ? known.Template!.In(document) : known.Template };
        if (state.Name.Length > 0)
        {
            // Constraints that wait for the template, and those that were read with the older one.
            var constraints = isChanged && state.Status == StoreStatus.Active ? ConstraintsOf(state.Name) : [];
            Put(state, [.. constraints.Select(c => StateOf(c.Document, state, c))], isChanged);
        }

        return Answer(state, isChanged);
    }

    private StoreChange ApplyConstraint(RegoObject document)
    {
        var (template, known) = Find(document);
        var isChanged = known is null || !DocumentContent.AreSame(known.Document, document);
        var state = isChanged ? StateOf(document, template, known) : known! with { Document = document };
        if (state.Name.Length > 0)
        {
            Put(null, [state], isChanged);
        }

        return Answer(state, isChanged);
    }

    private bool RemoveTemplate(string name)
    {
        var constraints = ConstraintsOf(name);
        lock (_state)
        {
            if (!_templates.Remove(name))
            {
                return false;
            }
        }

        Put(null, [.. constraints.Select(c => StateOf(c.Document, template: null, known: null))], isChanged: true);
        return true;
    }

    private bool RemoveConstraint(string kind, string name)
    {
        lock (_state)
        {
            var isRemoved = _constraints.Remove(kind, name);
            _snapshot = isRemoved ? null : _snapshot;
            return isRemoved;
        }
    }

    private (TemplateState? Template, ConstraintState? Constraint) Find(RegoObject document)
    {
        var identity = ReviewedObject.Of(document);
        lock (_state)
        {
            return IsTemplate(document)
                ? (_templates.GetValueOrDefault(identity.Name), null)
                : (_templates.GetValueOrDefault(identity.Kind.Kind.ToLowerInvariant()), _constraints.Find(identity.Kind.Kind, identity.Name));
        }
    }

    private IReadOnlyList<ConstraintState> ConstraintsOf(string template)
    {
        lock (_state)
        {
            return _constraints.OfTemplate(template);
        }
    }

    private void Put(TemplateState? template, IReadOnlyList<ConstraintState> constraints, bool isChanged)
    {
        lock (_state)
        {
            if (template is not null)
            {
                _templates[template.Name] = template;
            }

            foreach (var constraint in constraints)
            {
                _constraints.Put(constraint);
            }

            _snapshot = isChanged ? null : _snapshot;
        }
    }

    private static TemplateState TemplateStateOf(RegoObject document, TemplateReading reading, TemplateState? known) => new(
        ReviewedObject.Of(document).Name,
        document,
        reading.Template is null ? StoreStatus.Error : StoreStatus.Active,
        reading.Template ?? known?.Template,
        reading.Problems,
        reading.Warnings);

    private ConstraintState StateOf(RegoObject document, TemplateState? template, ConstraintState? known)
    {
        var identity = ReviewedObject.Of(document);
        var (kind, name) = (identity.Kind.Kind, identity.Name);
        if (template?.Template is not { } inForce)
        {
            var missing = $"missing ConstraintTemplate: template {Shown.Quoted(kind.ToLowerInvariant())} {(template is null ? "not found" : "is not in force: it has errors")}";
            return new ConstraintState(kind, name, document, StoreStatus.Pending, null, [new ConstraintProblem(ProblemCode.MissingTemplate, missing, "kind")], []);
        }

        var reading = Constraint.Read(document, inForce, _constraintOptions);
        return new ConstraintState(
            kind,
            name,
            document,
            reading.Constraint is null ? StoreStatus.Error : StoreStatus.Active,
            reading.Constraint ?? known?.Constraint,
            reading.Problems,
            reading.Warnings);
    }

    private static StoreChange Answer(TemplateState state, bool isChanged) => new(KindOf(state.Status, isChanged), state.Problems, state.Warnings);

    private static StoreChange Answer(ConstraintState state, bool isChanged) => new(KindOf(state.Status, isChanged), state.Problems, state.Warnings);

    private static StoreChangeKind KindOf(StoreStatus status, bool isChanged) => status switch
    {
        StoreStatus.Error => StoreChangeKind.Refused,
        StoreStatus.Pending => StoreChangeKind.Pending,
        _ => isChanged ? StoreChangeKind.Applied : StoreChangeKind.Unchanged,
    };
}
