using Bouncer.Constraints.Templates;

namespace Bouncer.Constraints.Suites;

/// <summary>Reads the templates and constraints among documents: the templates first, wherever they stand.</summary>
internal sealed class PolicyReader(TemplateOptions? templateOptions, ConstraintOptions? constraintOptions, ICollection<string> problems)
{
    private readonly List<string> _warnings = [];
    private readonly Dictionary<string, ConstraintTemplate?> _templates = new(StringComparer.OrdinalIgnoreCase); // by kind; null: has problems
    private readonly Dictionary<(string Kind, string Name), SourceDocument> _places = [];

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>The constraints that are in force.</summary>
    public ConstraintSet Read(IReadOnlyList<SourceDocument> documents)
    {
        foreach (var document in documents.Where(d => d.Object.Kind is { Group: ConstraintTemplate.Group, Kind: "ConstraintTemplate" }))
        {
            ReadTemplate(document);
        }

        var constraints = new Dictionary<(string Kind, string Name), Constraint>();
        foreach (var document in documents.Where(d => d.Object.Kind.Group == Constraint.Group))
        {
            if (ReadConstraint(document) is { } constraint)
            {
                constraints[(constraint.Kind, constraint.Name)] = constraint;
            }
        }

        foreach (var document in documents.Where(d => d.Object.Kind is { Group: "expansion.gatekeeper.sh", Kind: "ExpansionTemplate" }))
        {
            problems.Add($"{document.Place}: ExpansionTemplates are not supported yet, so what they expand to is not judged; give what they expand to, or leave them out");
        }

        return ConstraintSet.Of(constraints.Values);
    }

    private void ReadTemplate(SourceDocument document)
    {
        NoteSecond(document);
        var reading = ConstraintTemplate.Read(document.Document, templateOptions);
        AddAll(document, reading.Problems, reading.Warnings);

        // The name is the kind in lower case, and there even if the kind cannot be read.
        _templates[reading.Template?.Kind ?? document.Object.Name] = reading.Template;
    }

    private Constraint? ReadConstraint(SourceDocument document)
    {
        NoteSecond(document);
        var kind = document.Object.Kind.Kind;
        if (!_templates.TryGetValue(kind, out var template))
        {
            problems.Add($"{document.Place}: there is no ConstraintTemplate of the kind {kind}; give the template's file, too");
            return null;
        }

        if (template is null)
        {
            problems.Add($"{document.Place}: is not in force, since the template of {kind} has problems; correct the template");
            return null;
        }

        var reading = Constraint.Read(document.Document, template, constraintOptions);
        AddAll(document, reading.Problems, reading.Warnings);
        return reading.Constraint;
    }

    private void AddAll(SourceDocument document, IReadOnlyList<ConstraintProblem> found, IReadOnlyList<string> warnings)
    {
        if (document.Describe(found) is { } text)
        {
            problems.Add(text);
        }

        _warnings.AddRange(warnings.Select(w => $"{document.Place}: {w}"));
    }

    /// <summary>Of two with one name the later counts, as if they were applied one after the other.</summary>
    private void NoteSecond(SourceDocument document)
    {
        var key = (document.Object.Kind.Kind, document.Object.Name);
        if (_places.TryGetValue(key, out var first))
        {
            _warnings.Add($"{document.Place}: {document.Label} stands at {first.Place} as well; this one counts");
        }

        _places[key] = document;
    }
}
