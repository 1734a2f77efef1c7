using System.Net;

namespace Bouncer.KubernetesApi;

/// <summary>The API server did not do what it was asked for, or could not be asked.</summary>
public sealed class ApiException : Exception
{
    /// <summary>The reason of a failure of the connection, which has no status.</summary>
    public const string Unreachable = "Unreachable";

    /// <summary>The reason where there is nothing to reach the API server with.</summary>
    public const string NoCredentials = "NoCredentials";

    public ApiException(string message, HttpStatusCode? status, string reason, Exception? inner = null)
        : base(message, inner)
    {
        Status = status;
        Reason = reason;
    }

    /// <summary>The answer's status; null if there was no answer, or none that can be read.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>The answer's reason in one word (<c>NotFound</c>, <c>AlreadyExists</c>, <c>Conflict</c>, <c>Expired</c>,
    /// <c>Forbidden</c>), or <see cref="Unreachable"/>.</summary>
    public string Reason { get; }

    /// <summary>The token with which an expired list goes on, at a newer state; null if the API server gave none.</summary>
    public string? ContinueToken { get; init; }

    /// <summary>The object, or the whole kind, does not exist.</summary>
    public bool IsNotFound => Status == HttpStatusCode.NotFound;

    /// <summary>Another writer was faster, or the object was there before.</summary>
    public bool IsConflict => Status == HttpStatusCode.Conflict;

    /// <summary>The object was there before.</summary>
    public bool IsAlreadyExists => IsConflict && Reason == "AlreadyExists";

    /// <summary>What a list or watch began from is too old: list again.</summary>
    public bool IsGone => Status == HttpStatusCode.Gone || Reason is "Expired" or "Gone";

    /// <summary>Roles do not permit it.</summary>
    public bool IsForbidden => Status == HttpStatusCode.Forbidden;
}
