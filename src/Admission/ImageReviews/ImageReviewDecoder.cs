using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Bouncer.Admission.Http;
using Bouncer.Admission.Recording;
using Bouncer.Json;

namespace Bouncer.Admission.ImageReviews;

/// <summary>Reads an <see cref="ImageReview"/>, or says in words for people why it is none.</summary>
public static class ImageReviewDecoder
{
    /// <summary>Reads a body. Throws nothing, whatever the bytes.</summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> body,
        [NotNullWhen(true)] out ImageReview? review,
        [NotNullWhen(false)] out string? error)
    {
        try
        {
            review = Decode(body);
            error = null;
            return true;
        }
        catch (Exception e) when (JsonErrors.IsOfBody(e))
        {
            error = JsonErrors.Describe(e);
        }

        review = null;
        return false;
    }

    private static ImageReview Decode(ReadOnlySpan<byte> body)
    {
        var json = new JsonReader(body);
        json.Read();
        if (!JsonFields.TryEnter(ref json, "", out var fields))
        {
            throw new MalformedBodyException("the body is null");
        }

        string? apiVersion = null, kind = null;
        ImageReview? review = null;
        while (JsonFields.Next(ref json))
        {
            if (json.ValueTextEquals("apiVersion"u8))
            {
                apiVersion = fields.String(ref json, "apiVersion");
            }
            else if (json.ValueTextEquals("kind"u8))
            {
                kind = fields.String(ref json, "kind");
            }
            else if (json.ValueTextEquals("spec"u8))
            {
                fields.Enter(ref json, "spec");
                review = ReadSpec(ref json);
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }

        json.Read(); // throws if anything follows
        if (kind != ImageReview.Kind || apiVersion != ImageReview.ApiVersion)
        {
            throw new MalformedBodyException(
                $"the body is {JsonErrors.KindOf(kind, apiVersion)}, not {ImageReview.Kind} of {ImageReview.ApiVersion}");
        }

        return review switch
        {
            null => throw new MalformedBodyException("spec is missing"),
            // "All images are allowed" is true of no image at all. Pods have at least one.
            { Images.Count: 0 } => throw new MalformedBodyException("spec.containers names no image"),
            _ => review,
        };
    }

    private static ImageReview? ReadSpec(ref JsonReader json)
    {
        if (!JsonFields.TryEnter(ref json, "spec", out var fields))
        {
            return null;
        }

        IReadOnlyList<string> images = [];
        var annotations = ReviewRecord.NoAnnotations;
        string? @namespace = null;
        while (JsonFields.Next(ref json))
        {
            if (json.ValueTextEquals("containers"u8))
            {
                fields.Enter(ref json, "containers");
                images = ReadContainers(ref json);
            }
            else if (json.ValueTextEquals("annotations"u8))
            {
                fields.Enter(ref json, "annotations");
                annotations = ReadAnnotations(ref json);
            }
            else if (json.ValueTextEquals("namespace"u8))
            {
                @namespace = fields.String(ref json, "namespace");
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }

        return new ImageReview(images, annotations, @namespace ?? "");
    }

    private static List<string> ReadContainers(ref JsonReader json)
    {
        List<string> images = [];
        if (json.TokenType == JsonTokenType.Null)
        {
            return images;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            throw new MalformedBodyException("spec.containers is not a list");
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                var what = json.TokenType == JsonTokenType.Null ? "is null" : "is not an object";
                throw new MalformedBodyException($"spec.containers[{images.Count}] {what}");
            }

            if (images.Count == ImageReview.MaxImages)
            {
                throw new MalformedBodyException($"spec.containers names more than {ImageReview.MaxImages} images");
            }

            images.Add(ReadContainer(ref json, images.Count));
        }

        return images;
    }

    private static string ReadContainer(ref JsonReader json, int index)
    {
        string? image = null;
        var hasImage = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isImage = json.ValueTextEquals("image"u8);
            json.Read();
            if (!isImage)
            {
                json.Skip();
                continue;
            }

            if (hasImage)
            {
                throw new MalformedBodyException($"spec.containers[{index}].image comes twice");
            }

            hasImage = true;
            image = JsonFields.ReadString(ref json, "spec.containers", index, "image");
        }

        return image ?? "";
    }

    private static Dictionary<string, string?> ReadAnnotations(ref JsonReader json)
    {
        var annotations = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (json.TokenType == JsonTokenType.Null)
        {
            return annotations;
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new MalformedBodyException("spec.annotations is not an object");
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            // A key has no path of its own to be told by.
            var key = ReadKey(ref json);
            json.Read();
            annotations[key] = JsonFields.ReadString(ref json, "spec", null, "annotations");
        }

        return annotations;
    }

    private static string ReadKey(ref JsonReader json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new MalformedBodyException("spec.annotations has a key that is not valid Unicode");
        }
    }
}
