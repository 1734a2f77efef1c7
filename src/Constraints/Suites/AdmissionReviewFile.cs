using System.Diagnostics.CodeAnalysis;
using Bouncer.Constraints.Objects;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Suites;

/// <summary>
/// AdmissionReviews in files, which stand for a request with its operation, user and old object. Read strictly, as <c>gator verify</c>
/// reads them: a field that is misspelt would test something else. What is left out is what Go's zero values are.
/// </summary>
internal static class AdmissionReviewFile
{
    private const string Group = "admission.k8s.io";

    private static readonly Field[] s_kind = [Field.Text("group"), Field.Text("version"), Field.Text("kind")];
    private static readonly Field[] s_resource = [Field.Text("group"), Field.Text("version"), Field.Text("resource")];
    private static readonly Field[] s_user =
        [Field.Text("username", null), Field.Text("uid", null), Field.Of<RegoArray>("groups", "a list", null), Field.Of<RegoObject>("extra", "fields", null)];

    private static readonly Field[] s_request =
    [
        Field.Text("uid"),
        Field.Of("kind", s_kind, isGiven: true),
        Field.Of("resource", s_resource, isGiven: true),
        Field.Text("subResource", null),
        Field.Of("requestKind", s_kind, isGiven: false),
        Field.Of("requestResource", s_resource, isGiven: false),
        Field.Text("requestSubResource", null),
        Field.Text("name", null),
        Field.Text("namespace", null),
        Field.Text("operation"),
        Field.Of("userInfo", s_user, isGiven: true),
        Field.Of<RegoObject>("object", "fields", RegoNull.Instance),
        Field.Of<RegoObject>("oldObject", "fields", RegoNull.Instance),
        Field.Of<RegoBoolean>("dryRun", "true or false", null),
        Field.Of<RegoObject>("options", "fields", RegoNull.Instance),
    ];

    private static readonly string[] s_reviewFields = ["kind", "apiVersion", "request", "response"];

    /// <summary>Whether a document is an AdmissionReview.</summary>
    public static bool IsOne(SourceDocument document) => document.Object.Kind is { Group: Group, Kind: "AdmissionReview" };

    /// <summary>The request of an AdmissionReview, with all fields that API servers always send.</summary>
    public static bool TryReadRequest(SourceDocument document, [NotNullWhen(true)] out RegoObject? request, out string problem)
    {
        problem = TryRead(document.Document, out request) is { } found ? $"{document.Place}: {found}" : "";
        request = problem.Length == 0 ? request : null;
        return request is not null;
    }

    private static string? TryRead(RegoObject review, out RegoObject? request)
    {
        request = null;
        if (Unknown(review, "", s_reviewFields) is { } unknown)
        {
            return unknown;
        }

        return review.Object("request") is { } fields
            ? Read(fields, "request", s_request, out request) ?? ObjectProblem(fields)
            : "request: is missing; write the request that is to be reviewed";
    }

    /// <summary>The namespace of a request; that of its object if it names none.</summary>
    public static string NamespaceOf(RegoObject request)
        => request.Text("namespace") is { Length: > 0 } given ? given
            : (request.Object("object") ?? request.Object("oldObject"))?.Object("metadata")?.Text("namespace") ?? "";

    private static string? ObjectProblem(RegoObject request)
    {
        string[] given = [.. ((string[])["object", "oldObject"]).Where(o => request.Object(o) is not null)];
        if (given.Length == 0)
        {
            return "request: has neither object nor oldObject, so there is nothing to review; write one";
        }

        if (request.Text("operation") == "DELETE" && !given.Contains("oldObject"))
        {
            return "request.oldObject: is missing, and it is what a DELETE is about; write it";
        }

        return given.FirstOrDefault(o => request.Object(o)!.Text("kind").Length == 0) is { } kindless
            ? $"request.{kindless}.kind: is missing; write what the object is"
            : null;
    }

    private static string? Read(RegoObject fields, string path, Field[] known, out RegoObject read)
    {
        var problem = Unknown(fields, path, [.. known.Select(f => f.Name)]);
        var builder = new RegoObject.Builder(fields);
        foreach (var field in known)
        {
            if (!fields.TryGet(field.Name, out var value) || value is RegoNull)
            {
                if (field.Default is not null)
                {
                    builder.Set(field.Name, field.Default);
                }
            }
            else if (!field.IsOfType(value))
            {
                problem ??= $"{path}.{field.Name}: is of type {value.TypeName}; write {field.Expected}";
            }
            else if (field.Fields is not null)
            {
                var innerProblem = Read((RegoObject)value, $"{path}.{field.Name}", field.Fields, out var inner);
                problem ??= innerProblem;
                builder.Set(field.Name, inner);
            }
        }

        read = builder.Build();
        return problem;
    }

    private static string? Unknown(RegoObject fields, string path, string[] known)
    {
        foreach (var (key, _) in fields)
        {
            if (key is RegoString name && !known.Contains(name.Value, StringComparer.Ordinal))
            {
                return $"{(path.Length == 0 ? "" : path + ".")}{name.Value}: there is no such field; there are {string.Join(", ", known)}";
            }
        }

        return null;
    }

    /// <summary>A field that a request may have.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Expected">What to write in it.</param>
    /// <param name="IsOfType">Whether a value may stand in it.</param>
    /// <param name="Default">What it holds if it is left out; null if it is left out then.</param>
    /// <param name="Fields">The fields of its value; null if it has none, or any.</param>
    private sealed record Field(string Name, string Expected, Func<RegoValue, bool> IsOfType, RegoValue? Default, Field[]? Fields)
    {
        public static Field Text(string name) => Text(name, RegoString.Empty);

        public static Field Text(string name, RegoString? byDefault) => Of<RegoString>(name, "text", byDefault);

        public static Field Of<T>(string name, string expected, RegoValue? byDefault)
            where T : RegoValue
            => new(name, expected, v => v is T, byDefault, null);

        public static Field Of(string name, Field[] fields, bool isGiven)
        {
            var members = new RegoObject.Builder();
            foreach (var field in fields.Where(f => f.Default is not null))
            {
                members.Set(field.Name, field.Default!);
            }

            return new(name, "fields", v => v is RegoObject, isGiven ? members.Build() : null, fields);
        }
    }
}
