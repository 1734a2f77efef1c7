using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bouncer.Admission.Http;

namespace Bouncer.Admission.AdmissionReviews;

/// <summary>Reads an <see cref="AdmissionReview{TObject}"/>, or says in words for people why it is none, and to whom to
/// say so.</summary>
public static class AdmissionReviewDecoder
{
    /// <summary>Reads a body. What succeeds has a request with uid and kind, and one of the two versions.</summary>
    /// <param name="body">The body.</param>
    /// <param name="type">How to read it: source-generated, with duplicate properties refused.</param>
    /// <param name="review">The review.</param>
    /// <param name="error">Why it is none.</param>
    public static bool TryDecode<TObject>(
        ReadOnlySpan<byte> body,
        JsonTypeInfo<AdmissionReview<TObject>> type,
        [NotNullWhen(true)] out AdmissionReview<TObject>? review,
        [NotNullWhen(false)] out AdmissionReviewError? error)
        where TObject : class
    {
        review = null;
        try
        {
            review = JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException e)
        {
            error = AdmissionReviewError.From(body, JsonErrors.Describe(e));
            return false;
        }

        error = Problem(review) is { } problem ? AdmissionReviewError.From(body, problem) : null;
        return error is null;
    }

    private static string? Problem<TObject>(AdmissionReview<TObject>? review)
        where TObject : class
        => review is null ? "the body is null"
            : review.Kind != AdmissionApi.KindName || review.ApiVersion is not (AdmissionApi.V1 or AdmissionApi.V1Beta1)
                ? $"the body is {JsonErrors.KindOf(review.Kind, review.ApiVersion)}, not {AdmissionApi.KindName} of {AdmissionApi.V1} or {AdmissionApi.V1Beta1}"
            : review.Request is null ? "request is missing"
            : string.IsNullOrEmpty(review.Request.Uid) ? "request.uid is missing"
            : string.IsNullOrEmpty(review.Request.Kind?.Kind) ? "request.kind is missing"
            : null;
}

/// <summary>Why a body is no AdmissionReview, with what an answer needs if it could still be read.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="Uid">The uid of the request, or null if none could be read.</param>
/// <param name="ApiVersion">The version to answer in: the request's if it is known, else v1.</param>
public sealed record AdmissionReviewError(string Message, string? Uid, string ApiVersion)
{
    /// <summary>Looks for uid and version in a body that is wrong somewhere, up to the place where it stops being JSON.
    /// A refusal with the right uid is an answer; without it the call has failed, and the caller's failure policy, not
    /// ours, decides.</summary>
    public static AdmissionReviewError From(ReadOnlySpan<byte> body, string message)
    {
        string? uid = null, apiVersion = null;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 512 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                if (reader.CurrentDepth == 1 && reader.ValueTextEquals("apiVersion"u8))
                {
                    apiVersion ??= ReadString(ref reader);
                }
                else if (reader.CurrentDepth == 1 && reader.ValueTextEquals("request"u8))
                {
                    // Its members are at depth 2.
                    reader.Read();
                }
                else if (reader.CurrentDepth == 2 && reader.ValueTextEquals("uid"u8))
                {
                    uid ??= ReadString(ref reader);
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What was read until here is what there is.
        }

        return new(message, string.IsNullOrEmpty(uid) ? null : uid, apiVersion == AdmissionApi.V1Beta1 ? AdmissionApi.V1Beta1 : AdmissionApi.V1);
    }

    private static string? ReadString(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }
}
