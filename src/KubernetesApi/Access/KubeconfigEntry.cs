using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bouncer.Rego.Values;

namespace Bouncer.KubernetesApi.Access;

/// <summary>A part of a kubeconfig: what its members say, and where that is where it is wrong.</summary>
/// <param name="File">The path of the kubeconfig.</param>
/// <param name="Place">Where in it this is, such as <c>users[admin].user</c>; empty for all of it.</param>
/// <param name="Value">The part.</param>
internal sealed record KubeconfigEntry(string File, string Place, RegoObject Value)
{
    /// <summary>The text of a member; null if it is not there or empty.</summary>
    /// <exception cref="ApiException">It is something else.</exception>
    public string? Text(string name) => Value.At(name) switch
    {
        null or RegoNull or RegoString { Value.Length: 0 } => null,
        RegoString text => text.Value,
        _ => throw WrongAt(name, "is no text. Put it in quotes"),
    };

    /// <summary>The text of a member that has to be there.</summary>
    /// <exception cref="ApiException">It is not there, or something else.</exception>
    public string RequiredText(string name) => Text(name) ?? throw WrongAt(name, "is missing");

    /// <summary>Whether a member is there and true.</summary>
    /// <exception cref="ApiException">It is neither true nor false.</exception>
    public bool Flag(string name) => Value.At(name) switch
    {
        null or RegoNull => false,
        RegoBoolean flag => flag.Value,
        _ => throw WrongAt(name, "is neither true nor false"),
    };

    /// <summary>The parts of a list; none if it is not there.</summary>
    /// <exception cref="ApiException">It is something else.</exception>
    public IEnumerable<KubeconfigEntry> List(string name)
        => Items(name).Select((item, index) => item is RegoObject part
            ? new KubeconfigEntry(File, $"{Dotted(name)}[{index}]", part)
            : throw WrongAt($"{name}[{index}]", "is no mapping"));

    /// <summary>The texts of a list; none if it is not there.</summary>
    /// <exception cref="ApiException">It is something else.</exception>
    public IReadOnlyList<string> Texts(string name)
        => [.. Items(name).Select((item, index) => item is RegoString text ? text.Value : throw WrongAt($"{name}[{index}]", "is no text. Put it in quotes"))];

    /// <summary>A part that has a name of its own; null if it is not there.</summary>
    /// <exception cref="ApiException">It is something else.</exception>
    public KubeconfigEntry? Child(string name) => Value.At(name) switch
    {
        null or RegoNull => null,
        RegoObject child => new(File, Dotted(name), child),
        _ => throw WrongAt(name, "is no mapping"),
    };

    /// <summary>The entry of a list whose <c>name</c> is a name, and of it the member that tells all else.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public KubeconfigEntry Named(string list, string name, string member)
        => List(list).FirstOrDefault(entry => entry.Text("name") == name) is { } found
            ? (found.Child(member) ?? new(File, member, RegoObject.Empty)) with { Place = $"{list}[{name}].{member}" }
            : throw Wrong($"{list} has none of the name \"{name}\"");

    /// <summary>The path that a member names: relative ones begin at the kubeconfig. Null if the member is not there.</summary>
    public string? PathAt(string name)
        => Text(name) is { } path ? Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(File))!) : null;

    /// <summary>Reads PEM that is in the kubeconfig itself, as <c>NAME-data</c>, or in a file that <c>NAME</c> names; null if there
    /// is neither. What is in the kubeconfig counts.</summary>
    /// <exception cref="ApiException">It is no base64, or the file cannot be read.</exception>
    public string? Pem(string name)
    {
        try
        {
            return Text($"{name}-data") is { } data
                ? System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(data))
                : PathAt(name) is { } path ? System.IO.File.ReadAllText(path) : null;
        }
        catch (FormatException e)
        {
            throw WrongAt($"{name}-data", "is no base64", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WrongAt(name, $"cannot be read: {e.Message.TrimEnd('.')}", e);
        }
    }

    /// <summary>Reads certificates in PEM; null if there are none.</summary>
    /// <exception cref="ApiException">What is there is no certificate.</exception>
    public X509Certificate2Collection? Certificates(string name)
    {
        if (Pem(name) is not { } pem)
        {
            return null;
        }

        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw WrongAt(name, $"holds a broken certificate: {e.Message.TrimEnd('.')}", e);
        }

        return certificates.Count > 0 ? certificates : throw WrongAt(name, "holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
    }

    /// <summary>The exception for something that is wrong here.</summary>
    public ApiException Wrong(string problem, Exception? cause = null)
        => new($"The kubeconfig {File} cannot be used: {problem}.", null, ApiException.NoCredentials, cause);

    /// <summary>The exception for a member that is wrong.</summary>
    public ApiException WrongAt(string name, string problem, Exception? cause = null) => Wrong($"{Dotted(name)} {problem}", cause);

    private RegoArray Items(string name) => Value.At(name) switch
    {
        null or RegoNull => RegoArray.Empty,
        RegoArray items => items,
        _ => throw WrongAt(name, "is no list"),
    };

    private string Dotted(string name) => Place.Length > 0 ? $"{Place}.{name}" : name;
}
