using Bouncer.Constraints.Inventories;
using Bouncer.Constraints.Reviews;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Suites;

/// <summary>What a case reviews, and what the template sees beside it.</summary>
/// <param name="Request">What is reviewed.</param>
/// <param name="Inventory">What <c>data.inventory</c> is.</param>
internal sealed record ReviewedCase(ReviewRequest Request, RegoObject Inventory)
{
    public static Loaded<ReviewedCase> Load(SuitePaths paths, SuiteCase @case)
    {
        if (!paths.TryResolve("object", @case.Object, out var path, out var problem)
            || !SuitePaths.TryReadAll(path, out var objects, out problem))
        {
            return Loaded<ReviewedCase>.Failed(problem);
        }

        if (objects.Count > 1)
        {
            return Loaded<ReviewedCase>.Failed($"{objects[1].Place}: is object 2 of {objects.Count} in the file, where a case reviews exactly one; give each a file of its own");
        }

        var inventory = new Inventory();
        var namespaces = new KnownNamespaces();
        for (var i = 0; i < @case.Inventory.Count; i++)
        {
            if (!paths.TryResolve(FormattableString.Invariant($"inventory[{i}]"), @case.Inventory[i], out path, out problem)
                || !SuitePaths.TryReadAll(path, out var stored, out problem)
                || !TryStore(stored, inventory, namespaces, out problem))
            {
                return Loaded<ReviewedCase>.Failed(problem);
            }
        }

        return namespaces.TryMakeRequest(objects[0], out var request, out problem)
            ? Loaded<ReviewedCase>.Of(new ReviewedCase(request, inventory.Snapshot))
            : Loaded<ReviewedCase>.Failed(problem);
    }

    private static bool TryStore(IReadOnlyList<SourceDocument> objects, Inventory inventory, KnownNamespaces namespaces, out string problem)
    {
        foreach (var stored in objects)
        {
            if (stored.Object.Kind.Version.Length == 0)
            {
                problem = $"{stored.Place}: apiVersion: is missing, so the object has no place in data.inventory; write it";
                return false;
            }

            inventory.Set(stored.Document);
            namespaces.Add(stored);
        }

        problem = "";
        return true;
    }
}
