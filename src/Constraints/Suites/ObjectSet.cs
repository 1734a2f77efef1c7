using Bouncer.Constraints.Inventories;
using Bouncer.Constraints.Reviews;
using Bouncer.Constraints.Templates;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Suites;

/// <summary>
/// Templates, constraints and other objects of files, judged together as <c>gator test</c> does it: every object is reviewed, and
/// every object is in <c>data.inventory</c>. Their order does not matter. Lists stand for their items, AdmissionReviews for requests.
/// </summary>
public sealed class ObjectSet
{
    private static readonly RegoObject s_defaultNamespace
        = (RegoObject)RegoJson.Parse("""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "default"}}""");

    private readonly RegoObject _inventory;

    private ObjectSet(ConstraintSet constraints, IReadOnlyList<SetObject> objects, RegoObject inventory, IReadOnlyList<string> problems, IReadOnlyList<string> warnings)
    {
        Constraints = constraints;
        Objects = objects;
        _inventory = inventory;
        Problems = problems;
        Warnings = warnings;
    }

    /// <summary>The constraints that are in force.</summary>
    public ConstraintSet Constraints { get; }

    /// <summary>All objects that can be reviewed, templates and constraints too.</summary>
    public IReadOnlyList<SetObject> Objects { get; }

    /// <summary>What is wrong with documents, so that not everything can be judged: <c>file:line: what, and what to write</c>.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>What else there is to say about templates and constraints, in the same form.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The set of documents.</summary>
    public static ObjectSet Of(IEnumerable<SourceDocument> documents, TemplateOptions? templateOptions = null, ConstraintOptions? constraintOptions = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var problems = new List<string>();
        List<SourceDocument> all = [.. documents.SelectMany(d => d.Expand(problems))];
        var policies = new PolicyReader(templateOptions, constraintOptions, problems);
        var constraints = policies.Read(all);
        var inventory = new Inventory();
        var namespaces = new KnownNamespaces();
        foreach (var document in all)
        {
            namespaces.Add(document);
            if (AdmissionReviewFile.IsOne(document))
            {
                continue;
            }

            if (document.Object.Kind.Version.Length == 0)
            {
                problems.Add($"{document.Place}: apiVersion: is missing, so this is no Kubernetes object; write it");
            }
            else
            {
                inventory.Set(document.Document);
            }
        }

        namespaces.AddDefault("default", s_defaultNamespace);
        var objects = new List<SetObject>();
        foreach (var document in all)
        {
            if (namespaces.TryMakeRequest(document, out var request, out var problem))
            {
                objects.Add(new SetObject(document, request));
            }
            else
            {
                problems.Add(problem);
            }
        }

        return new ObjectSet(constraints, objects, inventory.Snapshot, problems, policies.Warnings);
    }

    /// <summary>The violations of all objects, object by object.</summary>
    /// <param name="options">How they are reviewed. The inventory is the set's own.</param>
    public IEnumerable<ObjectViolation> Review(ReviewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var withInventory = options with { Inventory = _inventory };
        var violations = new IReadOnlyList<Violation>[Objects.Count];
        // Not by parallel LINQ, which cannot be compiled ahead of time without warnings.
        Parallel.For(0, violations.Length, i => violations[i] = Constraints.Review(Objects[i].Request, withInventory).Violations);
        return Objects.Zip(violations).SelectMany(pair => pair.Second.Select(v => new ObjectViolation(pair.First, v)));
    }

    /// <summary>What became of each constraint in the review of an object.</summary>
    /// <param name="object">An object of the set.</param>
    /// <param name="options">How it is reviewed. The inventory is the set's own.</param>
    public IReadOnlyList<ConstraintExplanation> Explain(SetObject @object, ReviewOptions options)
    {
        ArgumentNullException.ThrowIfNull(@object);
        ArgumentNullException.ThrowIfNull(options);
        return [.. Constraints.Explain(@object.Request, options with { Inventory = _inventory })];
    }
}

/// <summary>An object that can be reviewed.</summary>
/// <param name="Source">Where it stands.</param>
/// <param name="Request">What is reviewed: the object alone, or the request that an AdmissionReview holds.</param>
public sealed record SetObject(SourceDocument Source, ReviewRequest Request)
{
    /// <summary>The object that constraints are about: for an AdmissionReview that of its request.</summary>
    public RegoObject Document => (Request.Object ?? Request.OldObject)?.Document ?? Source.Document;

    /// <summary>Whether this is a template, a constraint, or a suite of tests of them.</summary>
    public bool IsPolicy => Source.Object.Kind.Group is ConstraintTemplate.Group or Constraint.Group or SuiteFinder.Group;
}

/// <summary>A violation with the object that has it.</summary>
/// <param name="Object">The object.</param>
/// <param name="Violation">The violation.</param>
public sealed record ObjectViolation(SetObject Object, Violation Violation);
