using Bouncer.Constraints.Objects;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Store;

/// <summary>Answers for documents that are neither templates nor constraints, and says which of Gatekeeper's are not supported.</summary>
internal static class ForeignKinds
{
    public static StoreChange Answer(RegoObject document)
    {
        var kind = ReviewedObject.Of(document).Kind;
        return new StoreChange(StoreChangeKind.NotOurs, Unsupported(kind) is { } problem ? [problem] : [], []);
    }

    private static ConstraintProblem? Unsupported(ObjectKind kind)
    {
        var reason = (kind.Group, kind.Kind) switch
        {
            ("mutations.gatekeeper.sh", "Assign" or "AssignMetadata" or "AssignImage" or "ModifySet") => "mutation is not supported yet: objects are judged as they are",
            ("expansion.gatekeeper.sh", "ExpansionTemplate") => "expansion is not supported yet: pods are judged when they are created, not in the objects that generate them",
            ("externaldata.gatekeeper.sh", "Provider") => "external data is not supported yet: external_data in a template is an error when it is evaluated",
            ("connection.gatekeeper.sh", "Connection") => "the export of violations is not supported yet: they are in status, logs and metrics",
            _ => null,
        };
        return reason is null ? null : new ConstraintProblem(ProblemCode.Unsupported, $"{kind.Kind}: {reason}", "kind");
    }
}
