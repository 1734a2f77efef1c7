using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.Cli.Doctor.Checks;

/// <summary>A label selector of Kubernetes: all requirements have to hold, and one without requirements selects everything.</summary>
internal static class LabelSelector
{
    /// <summary>Whether an object is selected. The API server has checked the selector; one that it did not know selects nothing.</summary>
    public static bool Selects(RegoObject selector, RegoObject @object)
    {
        var labels = @object.At("metadata", "labels") as RegoObject ?? RegoObject.Empty;
        var wanted = selector.At("matchLabels") as RegoObject ?? RegoObject.Empty;
        return wanted.All(l => labels.TryGet(l.Key, out var value) && value.Equals(l.Value))
            && selector.ListAt("matchExpressions").OfType<RegoObject>().All(e => Holds(e, labels));
    }

    private static bool Holds(RegoObject expression, RegoObject labels)
    {
        var has = labels.TryGet(expression.TextAt("key"), out var value);
        var listed = has && expression.ListAt("values").Contains(value!);
        return expression.TextAt("operator") switch
        {
            "In" => listed,
            "NotIn" => !listed,
            "Exists" => has,
            "DoesNotExist" => !has,
            _ => false,
        };
    }
}
