using System.Text.Json;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.Json;

namespace Bouncer.ImagePolicy.Objects;

/// <content>Pod specs: the lists in which images stand.</content>
internal static partial class ObjectReader
{
    private static void ReadPodSpecField(ref JsonReader reader, KubernetesObject result, PodLocation location, ref SeenFields seen)
    {
        if (reader.ValueTextEquals("containers"u8))
        {
            seen.Once(ref reader, "containers");
            ReadContainers(ref reader, result, location, "containers", ImageField.Container);
        }
        else if (reader.ValueTextEquals("initContainers"u8))
        {
            seen.Once(ref reader, "initContainers");
            ReadContainers(ref reader, result, location, "initContainers", ImageField.InitContainer);
        }
        else if (reader.ValueTextEquals("ephemeralContainers"u8))
        {
            seen.Once(ref reader, "ephemeralContainers");
            ReadContainers(ref reader, result, location, "ephemeralContainers", ImageField.EphemeralContainer);
        }
        else if (reader.ValueTextEquals("volumes"u8))
        {
            seen.Once(ref reader, "volumes");
            ReadContainers(ref reader, result, location, "volumes", ImageField.Volume);
        }
        else
        {
            SkipField(ref reader);
        }
    }

    /// <summary>A list of containers, or of volumes, which name their image one level deeper.</summary>
    private static void ReadContainers(
        ref JsonReader reader, KubernetesObject result, PodLocation location, string field, ImageField kind)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            if (reader.TokenType != JsonTokenType.Null)
            {
                result.AddProblem(location.PathOf(field), "is not a list");
                reader.Skip();
            }

            return;
        }

        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (!result.CountEntry())
            {
                SkipRest(ref reader, result, location.PathOf(field));
                return;
            }

            if (reader.TokenType != JsonTokenType.StartObject)
            {
                var what = reader.TokenType == JsonTokenType.Null ? "is null" : "is not an object";
                result.AddProblem($"{location.PathOf(field)}[{index}]", what);
                reader.Skip();
                continue;
            }

            ReadContainer(ref reader, result, location, field, kind, index);
        }
    }

    private static void ReadContainer(
        ref JsonReader reader, KubernetesObject result, PodLocation location, string field, ImageField kind, int index)
    {
        var seen = new SeenFields(result, location, field, index);
        string? name = null, image = null;
        while (NextField(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                name = seen.String(ref reader, "name");
            }
            else if (!reader.ValueTextEquals("image"u8))
            {
                SkipField(ref reader);
            }
            else if (kind != ImageField.Volume)
            {
                image = seen.String(ref reader, "image");
            }
            else
            {
                seen.Once(ref reader, "image");
                image = ReadImageVolumeSource(ref reader, result, $"{location.PathOf(field)}[{index}].image");
            }
        }

        // A container without an image is an image that cannot be parsed, and so refused with its path. A volume without
        // one is of another type.
        if (kind != ImageField.Volume || image is not null)
        {
            result.Add(location, new ContainerImage(image ?? "", kind, index, name, location.Path()));
        }
    }

    /// <summary>The reference of <c>volumes[].image</c>: null if the volume is of another type, empty if it is an image
    /// volume without a reference.</summary>
    private static string? ReadImageVolumeSource(ref JsonReader reader, KubernetesObject result, string path)
    {
        if (!EnterObject(ref reader, result, path))
        {
            return null;
        }

        var seen = new SeenFields(result, path);
        var reference = "";
        while (NextField(ref reader))
        {
            if (reader.ValueTextEquals("reference"u8))
            {
                reference = seen.String(ref reader, "reference") ?? "";
            }
            else
            {
                SkipField(ref reader);
            }
        }

        return reference;
    }
}
