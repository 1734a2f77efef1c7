using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Bouncer.Admission.Http;
using Bouncer.Json;

namespace Bouncer.Admission.AdmissionReviews;

/// <summary>Reads an object from the reader's place to its end.</summary>
/// <typeparam name="TObject">What is read of it.</typeparam>
public delegate TObject ObjectReader<out TObject>(ref JsonReader json);

/// <summary>Reads an <see cref="AdmissionReview{TObject}"/>, or says in words for people why it is none, and to whom to
/// say so.</summary>
public static class AdmissionReviewDecoder
{
    /// <summary>Reads a body. Throws nothing of its own, whatever the bytes.</summary>
    /// <param name="body">The body.</param>
    /// <param name="readObject">Reads <c>object</c> and <c>oldObject</c>, straight from the body's bytes. Null is not
    /// passed to it.</param>
    /// <param name="review">The review.</param>
    /// <param name="error">Why it is none.</param>
    public static bool TryDecode<TObject>(
        ReadOnlySpan<byte> body,
        ObjectReader<TObject> readObject,
        [NotNullWhen(true)] out AdmissionReview<TObject>? review,
        [NotNullWhen(false)] out AdmissionReviewError? error)
        where TObject : class
    {
        // What has been read counts even if what follows is broken: a refusal with the right uid is an answer. Without it
        // the call has failed, and the caller's failure policy decides instead of ours.
        var draft = new Draft<TObject>();
        string message;
        try
        {
            Read(body, readObject, draft);
            review = draft.ToReview();
            error = null;
            return true;
        }
        catch (Exception e) when (JsonErrors.IsOfBody(e))
        {
            message = JsonErrors.Describe(e);
        }

        review = null;
        error = new(message, string.IsNullOrEmpty(draft.Uid) ? null : draft.Uid, draft.ApiVersion == AdmissionApi.V1Beta1 ? AdmissionApi.V1Beta1 : AdmissionApi.V1);
        return false;
    }

    private static void Read<TObject>(ReadOnlySpan<byte> body, ObjectReader<TObject> readObject, Draft<TObject> draft)
        where TObject : class
    {
        var json = new JsonReader(body);
        json.Read();
        if (!JsonFields.TryEnter(ref json, "", out var fields))
        {
            throw new MalformedBodyException("the body is null");
        }

        while (JsonFields.Next(ref json))
        {
            if (json.ValueTextEquals("apiVersion"u8))
            {
                draft.ApiVersion = fields.String(ref json, "apiVersion");
            }
            else if (json.ValueTextEquals("kind"u8))
            {
                draft.Kind = fields.String(ref json, "kind");
            }
            else if (json.ValueTextEquals("request"u8))
            {
                fields.Enter(ref json, "request");
                draft.HasRequest = ReadRequest(ref json, readObject, draft);
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }

        json.Read(); // throws if anything follows
    }

    private static bool ReadRequest<TObject>(ref JsonReader json, ObjectReader<TObject> readObject, Draft<TObject> draft)
        where TObject : class
    {
        if (!JsonFields.TryEnter(ref json, "request", out var fields))
        {
            return false;
        }

        while (JsonFields.Next(ref json))
        {
            if (json.ValueTextEquals("uid"u8))
            {
                draft.Uid = fields.String(ref json, "uid");
            }
            else if (json.ValueTextEquals("kind"u8))
            {
                fields.Enter(ref json, "kind");
                draft.ObjectKind = ReadKind(ref json);
            }
            else if (json.ValueTextEquals("subResource"u8))
            {
                draft.SubResource = fields.String(ref json, "subResource");
            }
            else if (json.ValueTextEquals("name"u8))
            {
                draft.Name = fields.String(ref json, "name");
            }
            else if (json.ValueTextEquals("namespace"u8))
            {
                draft.Namespace = fields.String(ref json, "namespace");
            }
            else if (json.ValueTextEquals("operation"u8))
            {
                draft.Operation = fields.String(ref json, "operation");
            }
            else if (json.ValueTextEquals("dryRun"u8))
            {
                draft.DryRun = fields.Boolean(ref json, "dryRun") ?? false;
            }
            else if (json.ValueTextEquals("object"u8))
            {
                fields.Enter(ref json, "object");
                draft.Object = json.TokenType == JsonTokenType.Null ? null : readObject(ref json);
            }
            else if (json.ValueTextEquals("oldObject"u8))
            {
                fields.Enter(ref json, "oldObject");
                draft.OldObject = json.TokenType == JsonTokenType.Null ? null : readObject(ref json);
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }

        return true;
    }

    private static GroupVersionKind? ReadKind(ref JsonReader json)
    {
        if (!JsonFields.TryEnter(ref json, "request.kind", out var fields))
        {
            return null;
        }

        string? group = null, version = null, kind = null;
        while (JsonFields.Next(ref json))
        {
            if (json.ValueTextEquals("group"u8))
            {
                group = fields.String(ref json, "group");
            }
            else if (json.ValueTextEquals("version"u8))
            {
                version = fields.String(ref json, "version");
            }
            else if (json.ValueTextEquals("kind"u8))
            {
                kind = fields.String(ref json, "kind");
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }

        return new(group ?? "", version ?? "", kind ?? "");
    }

    /// <summary>What has been read so far.</summary>
    private sealed class Draft<TObject>
        where TObject : class
    {
        public string? ApiVersion { get; set; }

        public string? Kind { get; set; }

        public bool HasRequest { get; set; }

        public string? Uid { get; set; }

        public GroupVersionKind? ObjectKind { get; set; }

        public string? SubResource { get; set; }

        public string? Name { get; set; }

        public string? Namespace { get; set; }

        public string? Operation { get; set; }

        public bool DryRun { get; set; }

        public TObject? Object { get; set; }

        public TObject? OldObject { get; set; }

        public AdmissionReview<TObject> ToReview()
        {
            if (Kind != AdmissionApi.Kind || ApiVersion is not (AdmissionApi.V1 or AdmissionApi.V1Beta1))
            {
                throw new MalformedBodyException(AdmissionReviewError.NotAReview(Kind, ApiVersion));
            }

            if (!HasRequest)
            {
                throw new MalformedBodyException("request is missing");
            }

            if (string.IsNullOrEmpty(Uid))
            {
                throw new MalformedBodyException("request.uid is missing");
            }

            if (ObjectKind is not { Kind.Length: > 0 })
            {
                throw new MalformedBodyException("request.kind is missing");
            }

            return new()
            {
                ApiVersion = ApiVersion,
                Uid = Uid,
                Kind = ObjectKind,
                SubResource = SubResource ?? "",
                Name = Name ?? "",
                Namespace = Namespace ?? "",
                Operation = Operation ?? "",
                DryRun = DryRun,
                Object = Object,
                OldObject = OldObject,
            };
        }
    }
}

/// <summary>Why a body is no AdmissionReview, with what an answer needs if it could still be read.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="Uid">The uid of the request, or null if none could be read.</param>
/// <param name="ApiVersion">The version to answer in: the request's if it is known, else v1.</param>
public sealed record AdmissionReviewError(string Message, string? Uid, string ApiVersion)
{
    /// <summary>What is wrong with a body that says it is something else.</summary>
    public static string NotAReview(string? kind, string? apiVersion)
        => $"the body is {JsonErrors.KindOf(kind, apiVersion)}, not {AdmissionApi.Kind} of {AdmissionApi.V1} or {AdmissionApi.V1Beta1}";
}
