using System.Diagnostics.CodeAnalysis;
using Bouncer.Admission.AdmissionReviews;
using Bouncer.Constraints.Objects;
using Bouncer.Json;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Admission;

/// <summary>
/// Reads AdmissionReviews. The body is checked once as a whole and decoded where somebody looks. Of a field that comes twice the
/// last counts, everywhere and for everyone: API servers send none, and there is only this one reading.
/// </summary>
internal static class AdmitRequestReader
{
    private static readonly RegoString s_apiVersion = new("apiVersion");
    private static readonly RegoString s_kind = new("kind");
    private static readonly RegoString s_group = new("group");
    private static readonly RegoString s_version = new("version");
    private static readonly RegoString s_request = new("request");
    private static readonly RegoString s_uid = new("uid");
    private static readonly RegoString s_operation = new("operation");
    private static readonly RegoString s_name = new("name");
    private static readonly RegoString s_namespace = new("namespace");
    private static readonly RegoString s_dryRun = new("dryRun");
    private static readonly RegoString s_object = new("object");
    private static readonly RegoString s_oldObject = new("oldObject");

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body. The request reads from it later: it must not change until the request is disposed.</param>
    /// <param name="request">The request, to be disposed.</param>
    /// <param name="error">What is wrong with the body.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> body, [NotNullWhen(true)] out AdmitRequest? request, [NotNullWhen(false)] out AdmissionReviewError? error)
    {
        if (Parse(body) is not { } document)
        {
            request = null;
            error = ErrorOf(body.Span);
            return false;
        }

        var review = (RegoObject)document.Root;
        var version = review.Lookup(s_apiVersion) is RegoString { Value: AdmissionApi.V1Beta1 } ? AdmissionApi.V1Beta1 : AdmissionApi.V1;
        var uid = (review.Lookup(s_request) as RegoObject)?.Lookup(s_uid) as RegoString;
        try
        {
            request = Read(document, review, version);
            error = null;
            return true;
        }
        catch (UnusableReviewException e)
        {
            document.Dispose();
            request = null;
            error = new(e.Message, uid is { Value.Length: > 0 } ? uid.Value : null, version);
            return false;
        }
    }

    /// <summary>A body that is a JSON object; null if it is none.</summary>
    private static RegoJsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            if (RegoJsonDocument.TryParse(body, out var document, out _))
            {
                if (document.Root is RegoObject)
                {
                    return document;
                }

                document.Dispose();
            }
        }
        catch (ValueTooDeepException)
        {
            return null;
        }

        return null;
    }

    /// <summary>Why a body is no JSON object. The uid may still be read: a refusal with it is an answer, and without it the caller's
    /// failure policy decides.</summary>
    private static AdmissionReviewError ErrorOf(ReadOnlySpan<byte> body)
        => AdmissionReviewDecoder.TryDecode(body, Skip, out var review, out var error)
            ? new("the body is nested too deeply", review.Uid, review.ApiVersion)
            : error;

    private static object Skip(ref JsonReader json)
    {
        json.Skip();
        return AdmissionApi.Kind;
    }

    private static AdmitRequest Read(RegoJsonDocument document, RegoObject review, string apiVersion)
    {
        if (Text(review, s_kind, "") is var kind && Text(review, s_apiVersion, "") is var version
            && (kind != AdmissionApi.Kind || version is not (AdmissionApi.V1 or AdmissionApi.V1Beta1)))
        {
            throw new UnusableReviewException(AdmissionReviewError.NotAReview(kind, version));
        }

        var request = Object(review, s_request, "") ?? throw new UnusableReviewException("request is missing");
        var uid = Text(request, s_uid, "request.");
        if (uid.Length == 0)
        {
            throw new UnusableReviewException("request.uid is missing");
        }

        return new(document)
        {
            ApiVersion = apiVersion,
            Uid = uid,
            Kind = KindOf(request),
            Operation = OperationOf(request),
            Name = Text(request, s_name, "request."),
            Namespace = Text(request, s_namespace, "request."),
            IsDryRun = Truth(request, s_dryRun),
            Object = Object(request, s_object, "request."),
            OldObject = Object(request, s_oldObject, "request."),
            Document = request,
        };
    }

    private static ObjectKind KindOf(RegoObject request)
    {
        var kind = Object(request, s_kind, "request.");
        if (kind is null || Text(kind, s_kind, "request.kind.") is not { Length: > 0 } name)
        {
            throw new UnusableReviewException("request.kind is missing");
        }

        return new(Text(kind, s_group, "request.kind."), Text(kind, s_version, "request.kind."), name);
    }

    private static string OperationOf(RegoObject request) => Text(request, s_operation, "request.") switch
    {
        "CREATE" => "CREATE",
        "UPDATE" => "UPDATE",
        "DELETE" => "DELETE",
        "CONNECT" => "CONNECT",
        _ => throw new UnusableReviewException("request.operation is not CREATE, UPDATE, DELETE or CONNECT"),
    };

    private static string Text(RegoObject parent, RegoString field, string path) => parent.Lookup(field) switch
    {
        null or RegoNull => "",
        RegoString text => text.Value,
        _ => throw new UnusableReviewException($"{path}{field.Value} is not a string"),
    };

    private static bool Truth(RegoObject parent, RegoString field) => parent.Lookup(field) switch
    {
        null or RegoNull => false,
        RegoBoolean truth => truth.Value,
        _ => throw new UnusableReviewException($"request.{field.Value} is not true or false"),
    };

    private static RegoObject? Object(RegoObject parent, RegoString field, string path) => parent.Lookup(field) switch
    {
        null or RegoNull => null,
        RegoObject @object => @object,
        _ => throw new UnusableReviewException($"{path}{field.Value} is not an object"),
    };

    /// <summary>A body is JSON and no AdmissionReview. The message says where and what.</summary>
    private sealed class UnusableReviewException(string message) : Exception(message);
}
