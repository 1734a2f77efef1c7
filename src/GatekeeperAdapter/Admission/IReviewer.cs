namespace Bouncer.GatekeeperAdapter.Admission;

/// <summary>Decides requests.</summary>
internal interface IReviewer
{
    /// <summary>Decides one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="deadline">When the caller stops waiting.</param>
    ValueTask<AdmitDecision> DecideAsync(AdmitRequest request, CallDeadline deadline);
}
