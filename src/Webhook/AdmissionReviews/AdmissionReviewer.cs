using Bouncer.Admission.AdmissionReviews;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Objects;

namespace Bouncer.Webhook.AdmissionReviews;

/// <summary>Decides admission requests about every kind that bears pods: a pure function of the request and the policy.</summary>
internal static class AdmissionReviewer
{
    /// <summary>Decides one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="judged">The images that counted.</param>
    public static Decision Decide(
        AdmissionReview<KubernetesObject> request, Policy policy, out IReadOnlyList<ContainerImage> judged)
    {
        judged = [];
        switch (request.Operation)
        {
            case "CREATE" or "UPDATE":
                break;
            case "DELETE" or "CONNECT":
                return NotAsked(policy);
            default:
                return new Failed(policy.Version, "request.operation is not CREATE, UPDATE, DELETE or CONNECT");
        }

        if (KindProblem(request) is { } kindProblem)
        {
            return new Failed(policy.Version, kindProblem);
        }

        if (PodBearingKinds.Find(request.Kind.Group, request.Kind.Kind) is not { } location || IsBeingDeleted(request))
        {
            return NotAsked(policy);
        }

        if (request.Object is null)
        {
            return new Failed(policy.Version, "request.object is missing");
        }

        if (!ObjectImages.TryFind(request.Object, location, out var images, out var problem))
        {
            return new Failed(policy.Version, $"request.object: {problem}");
        }

        judged = NewImages(request, location, images);
        return policy.Decide(request.Namespace, judged);
    }

    /// <summary>A request that brings no image into the cluster.</summary>
    private static Allowed NotAsked(Policy policy) => new(policy.Version, [], []);

    /// <summary>API servers fill in both kinds from one; where they differ, nobody can know where to look for images. An
    /// object that does not say what it is, is what the request says.</summary>
    private static string? KindProblem(AdmissionReview<KubernetesObject> request)
    {
        if (request.Object is not { Kind.Length: > 0 } @object)
        {
            return null;
        }

        var group = PodBearingKinds.GroupOf(@object.ApiVersion);
        var isSame = @object.Kind == request.Kind.Kind && (@object.ApiVersion.Length == 0 || group == request.Kind.Group);
        var bearsPods = PodBearingKinds.Find(request.Kind.Group, request.Kind.Kind) is not null
            || PodBearingKinds.Find(group, @object.Kind) is not null;
        return isSame || !bearsPods ? null : "request.kind and request.object say different kinds";
    }

    /// <summary>An object that is on its way out only loses finalizers; refusing that would keep it for ever. Both sides
    /// must say so: only the API server sets the timestamp, so an object cannot come by it in the same request.</summary>
    private static bool IsBeingDeleted(AdmissionReview<KubernetesObject> request)
        => request is { Operation: "UPDATE", Object.IsBeingDeleted: true, OldObject.IsBeingDeleted: true };

    /// <summary>Changes are judged, not history: an image that the stored object has in the same place is not asked about
    /// again, so that a stricter policy does not freeze what runs. Places are compared by kind and name; an old image under
    /// a new name is new, and what has no name cannot be compared and is new too.</summary>
    private static IReadOnlyList<ContainerImage> NewImages(
        AdmissionReview<KubernetesObject> request, PodLocation location, IReadOnlyList<ContainerImage> images)
    {
        if (request.Operation != "UPDATE"
            || location == PodLocation.Items
            || request.OldObject is not { } oldObject
            || !oldObject.TryGetImages(location, out var oldImages, out _))
        {
            return images;
        }

        // A set: objects with thousands of containers exist, if only in the hands of those who count on squares.
        var known = oldImages.Where(old => !string.IsNullOrEmpty(old.Name)).Select(old => (old.Field, old.Name, old.Image)).ToHashSet();
        return [.. images.Where(image => !known.Contains((image.Field, image.Name, image.Image)))];
    }
}
