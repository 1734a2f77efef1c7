using System.Diagnostics.CodeAnalysis;
using Bouncer.Constraints.Objects;
using Bouncer.Constraints.Reviews;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Suites;

/// <summary>
/// AdmissionReviews in files, which stand for a request with its operation, user and old object. Read strictly, as <c>gator verify</c>
/// reads them: a field that is misspelt would test something else.
/// </summary>
internal static class AdmissionReviewFile
{
    private const string Group = "admission.k8s.io";

    private static readonly string[] s_review = ["apiVersion", "kind", "request", "response"];
    private static readonly string[] s_request = [.. AdmissionFields.All.Select(f => ((RegoString)f.Name).Value)];
    private static readonly string[] s_kind = ["group", "version", "kind"];
    private static readonly string[] s_resource = ["group", "version", "resource"];

    private static readonly (string Field, string[] Known)[] s_inner =
    [
        ("kind", s_kind),
        ("requestKind", s_kind),
        ("resource", s_resource),
        ("requestResource", s_resource),
        ("userInfo", ["username", "uid", "groups", "extra"]),
    ];

    /// <summary>Whether a document is an AdmissionReview.</summary>
    public static bool IsOne(SourceDocument document) => document.Object.Kind is { Group: Group, Kind: "AdmissionReview" };

    /// <summary>The request of an AdmissionReview, or what is wrong with it, its place before it.</summary>
    public static bool TryReadRequest(SourceDocument document, [NotNullWhen(true)] out RegoObject? request, out string problem)
    {
        request = document.Document.Object("request");
        var found = Unknown(document.Document, "", s_review)
            ?? (request is null ? "request: is missing; write the request that is to be reviewed" : ProblemOf(request));
        problem = found is null ? "" : $"{document.Place}: {found}";
        return found is null && request is not null;
    }

    /// <summary>The namespace of a request; that of its object if it names none.</summary>
    public static string NamespaceOf(RegoObject request)
        => request.Text("namespace") is { Length: > 0 } given
            ? given
            : (request.Object("object") ?? request.Object("oldObject"))?.Object("metadata")?.Text("namespace") ?? "";

    private static string? ProblemOf(RegoObject request)
        => Unknown(request, "request.", s_request)
            ?? AdmissionFields.ProblemOf(request)
            ?? s_inner.Select(i => request.Object(i.Field) is { } inner ? Unknown(inner, $"request.{i.Field}.", i.Known) : null).FirstOrDefault(p => p is not null)
            ?? ObjectProblemOf(request);

    private static string? ObjectProblemOf(RegoObject request)
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

    private static string? Unknown(RegoObject fields, string prefix, string[] known)
    {
        foreach (var (key, _) in fields)
        {
            if (key is RegoString name && !known.Contains(name.Value, StringComparer.Ordinal))
            {
                return $"{prefix}{name.Value}: there is no such field; there are {string.Join(", ", known)}";
            }
        }

        return null;
    }
}
