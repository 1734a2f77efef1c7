using Bouncer.Constraints.Objects;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Prefixes;

/// <summary>The images of an object: every text in a field <c>image</c>, wherever it stands, so that pods, their templates and kinds that
/// nobody has heard of are the same.</summary>
internal static class ImageTexts
{
    public static IReadOnlyCollection<string> In(params ReadOnlySpan<RegoObject?> objects)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var document in objects)
        {
            if (document is not null)
            {
                Collect(document, found);
            }
        }

        return found;
    }

    private static void Collect(RegoValue value, HashSet<string> found)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value)
        {
            case RegoObject document:
                if (document.Text("image") is { Length: > 0 } image)
                {
                    found.Add(image);
                }

                foreach (var (_, member) in document)
                {
                    Collect(member, found);
                }

                break;
            case RegoArray array:
                foreach (var item in array)
                {
                    Collect(item, found);
                }

                break;
        }
    }
}
