using System.Globalization;
using Bouncer.Constraints.Objects;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Suites;

/// <summary>What came of reading a suite.</summary>
/// <param name="File">Its file.</param>
/// <param name="Suite">The suite; null if it cannot be read.</param>
/// <param name="Problems">Why it cannot be read: <c>file:line: field: what, and what to write</c>.</param>
/// <param name="Warnings">Fields that mean nothing, in the same form: <c>gator verify</c> passes over them, so a suite that has them
/// runs.</param>
public sealed record SuiteReading(string File, Suite? Suite, IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings);

/// <summary>Reads a suite's document. What is only wrong with one assertion fails its case, and the others run.</summary>
internal sealed class SuiteReader
{
    private static readonly string[] s_suiteFields = ["apiVersion", "kind", "metadata", "tests", "skip"];
    private static readonly string[] s_testFields = ["name", "template", "constraint", "expansion", "cases", "invalid", "skip"];
    private static readonly string[] s_caseFields = ["name", "object", "inventory", "assertions", "skip"];
    private static readonly string[] s_assertionFields = ["violations", "message"];

    private readonly SourceDocument _document;
    private readonly List<string> _problems = [];
    private readonly List<string> _warnings = [];

    private SuiteReader(SourceDocument document) => _document = document;

    public static SuiteReading Read(SourceDocument document)
    {
        var reader = new SuiteReader(document);
        var suite = reader.ReadSuite();
        return new SuiteReading(document.File, reader._problems.Count == 0 ? suite : null, reader._problems, reader._warnings);
    }

    private Suite ReadSuite()
    {
        var fields = _document.Document;
        NameUnknown(fields, "", s_suiteFields);
        var tests = Objects(fields, "tests", "tests").Select(t => ReadTest(t.Fields, t.Path)).ToList();
        return new Suite(_document.File, _document.Line, _document.Object.Name, tests, Flag(fields, "skip", "skip"));
    }

    private SuiteTest ReadTest(RegoObject fields, string path)
    {
        NameUnknown(fields, path, s_testFields);
        var cases = Objects(fields, "cases", $"{path}.cases").Select(c => ReadCase(c.Fields, c.Path)).ToList();
        var test = new SuiteTest(
            Text(fields, "name", path),
            Text(fields, "template", path),
            Text(fields, "constraint", path),
            Text(fields, "expansion", path),
            cases,
            Flag(fields, "invalid", $"{path}.invalid"),
            Flag(fields, "skip", $"{path}.skip"));
        if (test.Invalid && cases.Count > 0)
        {
            Refuse($"{path}.invalid", "the constraint is to be refused, so the cases could never run; remove invalid, or the cases");
        }

        return test;
    }

    private SuiteCase ReadCase(RegoObject fields, string path)
    {
        NameUnknown(fields, path, s_caseFields);
        return new SuiteCase(
            Text(fields, "name", path),
            Text(fields, "object", path),
            Texts(fields, "inventory", $"{path}.inventory"),
            Objects(fields, "assertions", $"{path}.assertions").Select(a => ReadAssertion(a.Fields, a.Path)).ToList(),
            Flag(fields, "skip", $"{path}.skip"));
    }

    private SuiteAssertion ReadAssertion(RegoObject fields, string path)
    {
        NameUnknown(fields, path, s_assertionFields);
        return SuiteAssertion.Of(fields.Lookup(new RegoString("violations")), Text(fields, "message", path));
    }

    private void NameUnknown(RegoObject fields, string path, string[] known)
    {
        foreach (var (key, _) in fields)
        {
            if (key is RegoString name && !known.Contains(name.Value, StringComparer.Ordinal))
            {
                _warnings.Add(At(path.Length == 0 ? name.Value : $"{path}.{name.Value}", $"there is no such field; there are {string.Join(", ", known)}"));
            }
        }
    }

    private List<(RegoObject Fields, string Path)> Objects(RegoObject fields, string name, string path)
    {
        var objects = new List<(RegoObject, string)>();
        foreach (var (item, itemPath) in Items(fields, name, path))
        {
            if (item is RegoObject of)
            {
                objects.Add((of, itemPath));
            }
            else
            {
                RefuseType(itemPath, item, "fields");
            }
        }

        return objects;
    }

    private List<string> Texts(RegoObject fields, string name, string path)
    {
        var texts = new List<string>();
        foreach (var (item, itemPath) in Items(fields, name, path))
        {
            if (item is RegoString text)
            {
                texts.Add(text.Value);
            }
            else
            {
                RefuseType(itemPath, item, "text");
            }
        }

        return texts;
    }

    private IEnumerable<(RegoValue Item, string Path)> Items(RegoObject fields, string name, string path)
    {
        switch (Present(fields, name))
        {
            case null:
                return [];
            case RegoArray items:
                return items.Select((item, i) => (item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")));
            case var other:
                RefuseType(path, other, "a list");
                return [];
        }
    }

    private string Text(RegoObject fields, string name, string path)
    {
        var value = Present(fields, name);
        if (value is not (null or RegoString))
        {
            RefuseType($"{path}.{name}", value, "text");
        }

        return (value as RegoString)?.Value ?? "";
    }

    private bool Flag(RegoObject fields, string name, string path)
    {
        var value = Present(fields, name);
        if (value is not (null or RegoBoolean))
        {
            RefuseType(path, value, "true or false");
        }

        return value is RegoBoolean { Value: true };
    }

    private static RegoValue? Present(RegoObject fields, string name)
        => fields.TryGet(name, out var value) && value is not RegoNull ? value : null;

    private void RefuseType(string path, RegoValue value, string expected) => Refuse(path, $"is of type {value.TypeName}; write {expected}");

    private void Refuse(string path, string problem) => _problems.Add(At(path, problem));

    private string At(string path, string message) => $"{_document.Place}: {path}: {message}";
}
