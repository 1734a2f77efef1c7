using System.Text;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;
using Bouncer.Rego.Yaml;

namespace Bouncer.GatekeeperAdapter.Folder;

/// <summary>Reads the objects of a file: YAML or JSON, several documents, lists as <c>kubectl get -o yaml</c> prints them.</summary>
internal static class DocumentReader
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <param name="path">What messages call the file.</param>
    /// <param name="bytes">What it holds.</param>
    /// <param name="problems">Takes what is wrong with single documents.</param>
    /// <returns>The objects; null if the file cannot be read as a whole.</returns>
    public static List<PolicyDocument>? Read(string path, ReadOnlySpan<byte> bytes, List<string> problems)
    {
        string text;
        try
        {
            text = s_utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            problems.Add($"{path} is not UTF-8");
            return null;
        }

        var reading = RegoYaml.ParseAll(path, text);
        if (reading.Error is { } error)
        {
            problems.Add(error.ToString());
            return null;
        }

        List<PolicyDocument> documents = [];
        foreach (var document in reading.Documents)
        {
            Add(document.Value, $"{path}:{document.Line}", documents, problems);
        }

        return documents;
    }

    private static void Add(RegoValue value, string place, List<PolicyDocument> documents, List<string> problems)
    {
        switch (value)
        {
            case RegoNull:
                break;
            case RegoObject list when list.TextAt("kind").EndsWith("List", StringComparison.Ordinal) && list.At("items") is RegoArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    Add(items[i], $"{place}: items[{i}]", documents, problems);
                }

                break;
            case RegoObject document when document.TextAt("kind").Length > 0 && document.TextAt("apiVersion").Length > 0 && document.Name().Length > 0:
                documents.Add(new(place, document));
                break;
            default:
                problems.Add($"{place}: this is no Kubernetes object: it needs apiVersion, kind and metadata.name");
                break;
        }
    }
}
