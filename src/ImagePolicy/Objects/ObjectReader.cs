using System.Text.Json;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.Json;

namespace Bouncer.ImagePolicy.Objects;

/// <summary>
/// Reads a <see cref="KubernetesObject"/> in one pass over its JSON. Unknown fields are skipped, <c>null</c> is as good as
/// absent, as everywhere in Kubernetes; a known field that comes twice is a problem, since readers differ in which of the
/// two they believe.
/// </summary>
internal static partial class ObjectReader
{
    /// <param name="reader">The reader.</param>
    /// <param name="entries">How many entries the lists around the object have had so far.</param>
    public static KubernetesObject Read(ref JsonReader reader, int entries = 0)
    {
        var result = new KubernetesObject { Entries = entries };
        if (!EnterObject(ref reader, result, ""))
        {
            if (reader.TokenType == JsonTokenType.Null)
            {
                result.AddProblem("", "is null");
            }

            return result;
        }

        var seen = new SeenFields(result, "");
        while (NextField(ref reader))
        {
            if (reader.ValueTextEquals("apiVersion"u8))
            {
                result.ApiVersion = seen.String(ref reader, "apiVersion") ?? "";
            }
            else if (reader.ValueTextEquals("kind"u8))
            {
                result.Kind = seen.String(ref reader, "kind") ?? "";
            }
            else if (reader.ValueTextEquals("metadata"u8))
            {
                seen.Once(ref reader, "metadata");
                ReadMetadata(ref reader, result);
            }
            else if (reader.ValueTextEquals("spec"u8))
            {
                seen.Once(ref reader, "spec");
                ReadSpec(ref reader, result);
            }
            else if (reader.ValueTextEquals("template"u8))
            {
                seen.Once(ref reader, "template");
                ReadTemplate(ref reader, result, PodLocation.TemplateSpec, "template");
            }
            else if (reader.ValueTextEquals("ephemeralContainers"u8))
            {
                seen.Once(ref reader, "ephemeralContainers");
                ReadContainers(ref reader, result, PodLocation.Top, "ephemeralContainers", ImageField.EphemeralContainer);
            }
            else if (reader.ValueTextEquals("items"u8))
            {
                seen.Once(ref reader, "items");
                ReadItems(ref reader, result);
            }
            else
            {
                SkipField(ref reader);
            }
        }

        return result;
    }

    private static void ReadMetadata(ref JsonReader reader, KubernetesObject result)
    {
        if (!EnterObject(ref reader, result, "metadata"))
        {
            return;
        }

        var seen = new SeenFields(result, "metadata");
        string? generateName = null;
        while (NextField(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                result.Name = seen.String(ref reader, "name") ?? "";
            }
            else if (reader.ValueTextEquals("generateName"u8))
            {
                generateName = seen.String(ref reader, "generateName");
            }
            else if (reader.ValueTextEquals("namespace"u8))
            {
                result.Namespace = seen.String(ref reader, "namespace") ?? "";
            }
            else if (reader.ValueTextEquals("deletionTimestamp"u8))
            {
                result.IsBeingDeleted = seen.String(ref reader, "deletionTimestamp") is not null;
            }
            else
            {
                SkipField(ref reader);
            }
        }

        if (result.Name.Length == 0 && generateName is not null)
        {
            result.Name = generateName;
        }
    }

    /// <summary>A spec is a pod's own, or a workload's with a template, or a CronJob's with a job template.</summary>
    private static void ReadSpec(ref JsonReader reader, KubernetesObject result)
    {
        if (!EnterObject(ref reader, result, "spec"))
        {
            return;
        }

        var seen = new SeenFields(result, "spec");
        while (NextField(ref reader))
        {
            if (reader.ValueTextEquals("template"u8))
            {
                seen.Once(ref reader, "template");
                ReadTemplate(ref reader, result, PodLocation.SpecTemplateSpec, "spec.template");
            }
            else if (reader.ValueTextEquals("jobTemplate"u8))
            {
                seen.Once(ref reader, "jobTemplate");
                ReadJobTemplate(ref reader, result);
            }
            else
            {
                ReadPodSpecField(ref reader, result, PodLocation.Spec, ref seen);
            }
        }
    }

    private static void ReadJobTemplate(ref JsonReader reader, KubernetesObject result)
    {
        if (!EnterObject(ref reader, result, "spec.jobTemplate"))
        {
            return;
        }

        var seen = new SeenFields(result, "spec.jobTemplate");
        while (NextField(ref reader))
        {
            if (!reader.ValueTextEquals("spec"u8))
            {
                SkipField(ref reader);
                continue;
            }

            seen.Once(ref reader, "spec");
            if (!EnterObject(ref reader, result, "spec.jobTemplate.spec"))
            {
                continue;
            }

            var seenInSpec = new SeenFields(result, "spec.jobTemplate.spec");
            while (NextField(ref reader))
            {
                if (reader.ValueTextEquals("template"u8))
                {
                    seenInSpec.Once(ref reader, "template");
                    ReadTemplate(ref reader, result, PodLocation.SpecJobTemplateSpecTemplateSpec, "spec.jobTemplate.spec.template");
                }
                else
                {
                    SkipField(ref reader);
                }
            }
        }
    }

    /// <summary>A pod template: an object whose <c>spec</c> is a pod spec.</summary>
    private static void ReadTemplate(ref JsonReader reader, KubernetesObject result, PodLocation location, string path)
    {
        if (!EnterObject(ref reader, result, path))
        {
            return;
        }

        var seen = new SeenFields(result, path);
        while (NextField(ref reader))
        {
            if (!reader.ValueTextEquals("spec"u8))
            {
                SkipField(ref reader);
                continue;
            }

            seen.Once(ref reader, "spec");
            if (!EnterObject(ref reader, result, location.Path()))
            {
                continue;
            }

            var seenInSpec = new SeenFields(result, location.Path());
            while (NextField(ref reader))
            {
                ReadPodSpecField(ref reader, result, location, ref seenInSpec);
            }
        }
    }

    private static void ReadItems(ref JsonReader reader, KubernetesObject result)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            if (reader.TokenType != JsonTokenType.Null)
            {
                result.AddProblem("items", "is not a list");
                reader.Skip();
            }

            return;
        }

        // Recursion is bounded by the depth that the reader allows.
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!result.CountEntry())
            {
                SkipRest(ref reader, result, "items");
                return;
            }

            var item = Read(ref reader, result.Entries);
            result.Entries = item.Entries;
            result.AddItem(item);
        }
    }

    /// <summary>Skips what is left of a list, from the entry on at which the reader stands.</summary>
    private static void SkipRest(ref JsonReader reader, KubernetesObject result, string path)
    {
        result.AddProblem(
            path, $"has more entries than can be read; an object holds at most {KubernetesObject.MaxEntries} containers, volumes and items");
        do
        {
            reader.Skip();
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray);
    }

    /// <summary>Whether the value at the reader is an object, which is entered then. Null is absent; anything else is
    /// skipped and a problem.</summary>
    private static bool EnterObject(ref JsonReader reader, KubernetesObject result, string path)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.Null)
        {
            return reader.TokenType == JsonTokenType.StartObject;
        }

        result.AddProblem(path, "is not an object");
        reader.Skip();
        return false;
    }

    private static bool NextField(ref JsonReader reader)
        => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private static void SkipField(ref JsonReader reader) => reader.Skip();
}
