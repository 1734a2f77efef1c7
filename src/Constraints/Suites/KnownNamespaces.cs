using System.Diagnostics.CodeAnalysis;
using Bouncer.Constraints.Reviews;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Suites;

/// <summary>The Namespaces among the objects of files: what a cluster's webhook would look up for each request.</summary>
internal sealed class KnownNamespaces
{
    private readonly Dictionary<string, RegoObject> _namespaces = new(StringComparer.Ordinal);

    /// <summary>Remembers the object if it is a Namespace.</summary>
    public void Add(SourceDocument document)
    {
        if (document.Object.IsNamespace)
        {
            _namespaces[document.Object.Name] = document.Document;
        }
    }

    /// <summary>Remembers a Namespace unless there is one of the name.</summary>
    public void AddDefault(string name, RegoObject @namespace) => _namespaces.TryAdd(name, @namespace);

    /// <summary>What a review of the object, or of an AdmissionReview's request, is about.</summary>
    public bool TryMakeRequest(SourceDocument document, [NotNullWhen(true)] out ReviewRequest? request, out string problem)
    {
        request = null;
        problem = "";
        if (!AdmissionReviewFile.IsOne(document))
        {
            request = ReviewRequest.OfObject(document.Document, Find(document.Object.Namespace));
            return true;
        }

        if (!AdmissionReviewFile.TryReadRequest(document, out var admission, out problem))
        {
            return false;
        }

        request = ReviewRequest.OfAdmission(admission, Find(AdmissionReviewFile.NamespaceOf(admission)));
        return true;
    }

    private RegoObject? Find(string name) => _namespaces.GetValueOrDefault(name);
}
