using Bouncer.Constraints;
using Bouncer.Constraints.Store;
using Bouncer.Constraints.Templates;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Admission;

/// <summary>
/// Checks Gatekeeper's own kinds before they are stored. Templates are compiled here, so that bad Rego is refused to whoever applies
/// it, with line and column; Gatekeeper itself tells it afterwards, in the template's status.
/// </summary>
internal sealed class OwnKinds(PolicyState state)
{
    private const int MaxName = 63;
    private const string ConfigGroup = "config.gatekeeper.sh";
    private const string ConfigName = "config";

    /// <summary>Groups whose kinds are stored and have no effect here.</summary>
    private static readonly string[] s_unsupportedGroups =
        ["mutations.gatekeeper.sh", "expansion.gatekeeper.sh", "externaldata.gatekeeper.sh", "connection.gatekeeper.sh"];

    /// <summary>Checks a request about one of the kinds.</summary>
    /// <returns>A refusal, or what else there is to say as warnings; null for other kinds and where there is nothing to say.</returns>
    public AdmitDecision? Check(AdmitRequest request)
    {
        var group = request.Kind.Group;
        if (group is not (ConstraintTemplate.Group or Constraint.Group or ConfigGroup) && !s_unsupportedGroups.Contains(group))
        {
            return null;
        }

        if (request.Name.Length > MaxName)
        {
            return new Refuse(StatusCodes.Status500InternalServerError)
            {
                Message = $"resource cannot have metadata.name larger than {MaxName} char; length: {request.Name.Length}",
            };
        }

        // What is on its way out may be as wrong as it likes.
        if (request.IsDelete || request.Object is not { } @object || @object.IsBeingDeleted())
        {
            return null;
        }

        return group != ConfigGroup ? Check(request, @object)
            : request.Kind.Kind == "Config" && request.ObjectName != ConfigName ? Invalid($"config resource must have name '{ConfigName}'")
            : null;
    }

    private AdmitDecision? Check(AdmitRequest request, RegoObject @object)
    {
        // A copy: the store keeps what it has compiled, and the object reads from memory that goes back to its pool.
        var change = state.Constraints.Check((RegoObject)RegoJson.Parse(RegoJson.ToUtf8(@object)));
        if (change.Kind is not (StoreChangeKind.Refused or StoreChangeKind.Pending))
        {
            IReadOnlyList<string> warnings = [.. change.Problems.Select(p => p.ToString()), .. change.Warnings];
            return warnings.Count > 0 ? new Allow { Warnings = warnings } : null;
        }

        var problem = string.Join('\n', change.Problems);

        // Labels and finalizers of what is stored can be changed, however wrong it is: it is in force no more than it was before.
        return request.OldObject is { } old && old.At("spec") == @object.At("spec")
            ? new Allow { Warnings = [problem, .. change.Warnings] }
            : Invalid(problem);
    }

    private static Refuse Invalid(string problem) => new(StatusCodes.Status422UnprocessableEntity) { Message = problem };
}
