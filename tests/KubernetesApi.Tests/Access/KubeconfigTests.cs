using Bouncer.KubernetesApi.Tests.Support;
using Bouncer.TestSupport;

namespace Bouncer.KubernetesApi.Tests.Access;

/// <summary>Which server a kubeconfig means, and by what it is known.</summary>
public sealed class KubeconfigTests : ConnectionTest
{
    [Fact]
    public async Task Request_SaysWhoSendsIt_OverHttp2()
    {
        var asked = await AskOnceAsync("token: secret");

        Assert.Equal(("HTTP/2", "/version", "Bearer secret", "tests"), (asked.Protocol, asked.Path, asked.Authorization, asked.UserAgent));
    }

    [Fact]
    public async Task Authority_IsInAFileBesideTheKubeconfig()
    {
        Folder.Write("ca.crt", Authority.Pem);

        Assert.NotNull(await AskOnceAsync("token: secret", $"server: \"{Server.Address}\", certificate-authority: ca.crt"));
    }

    [Fact]
    public async Task AnyAuthorityOfABundle_WillDo()
    {
        using var older = new TestAuthority("the authority of before");

        Assert.NotNull(await AskOnceAsync("token: secret", $"server: \"{Server.Address}\", {AuthorityData(older.Pem + "\n" + Authority.Pem)}"));
    }

    [Fact]
    public async Task ServerOfAnotherAuthority_IsNotTalkedTo()
    {
        using var stranger = new TestAuthority("a stranger");
        using var connection = Open("token: secret", $"server: \"{Server.Address}\", {AuthorityData(stranger.Pem)}");

        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(connection));

        Assert.Empty(Server.Asked);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("tls-server-name: localhost, ", true)]
    [InlineData("tls-server-name: example.com, ", false)]
    public async Task ServerOfTheRightAuthority_HasToHaveTheRightName(string name, bool expected)
    {
        await using var elsewhere = await TestServer.StartAsync(Authority, "127.0.0.2");
        using var connection = Open("token: secret", $"{name}server: \"{elsewhere.Address}\", {AuthorityData(Authority.Pem)}");

        var failure = await Record.ExceptionAsync(() => AskAsync(connection));

        Assert.Equal(expected, failure is null);
        Assert.Equal(expected ? 1 : 0, elsewhere.Asked.Count);
    }

    [Fact]
    public async Task InsecureSkipTlsVerify_TrustsAnybody()
        => Assert.Equal("Bearer secret", (await AskOnceAsync("token: secret", $"server: \"{Server.Address}\", insecure-skip-tls-verify: true")).Authorization);

    [Fact]
    public async Task EveryAddress_IsThisMachine()
    {
        Assert.NotNull(await AskOnceAsync("token: secret", $"server: \"https://0.0.0.0:{Server.Address.Port}\", {AuthorityData(Authority.Pem)}"));

        using var other = Open("token: secret", "server: \"https://[::]:6443\"");
        Assert.Equal("https://[::1]:6443/", other.Server.AbsoluteUri);
    }

    [Fact]
    public async Task PathOfTheServer_IsBeforeEveryOther()
        => Assert.Equal("/clusters/production/version", (await AskOnceAsync("token: secret", $"server: \"{Server.Address}clusters/production\", {AuthorityData(Authority.Pem)}")).Path);

    [Fact]
    public async Task Proxy_IsOnTheWay_AndIsToldWhoAsks()
    {
        await using var proxy = await TestProxy.StartAsync();
        using var connection = Open("token: secret", $"{Cluster}, proxy-url: \"http://jane:s%40cret@127.0.0.1:{proxy.Port}\"");

        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(connection));

        Assert.Equal([$"CONNECT 127.0.0.1:{Server.Address.Port} Basic {Base64("jane:s@cret")}"], proxy.Asked);
        Assert.Empty(Server.Asked);
    }

    [Fact]
    public async Task Impersonation_IsSentAlong()
        => Assert.Equal(
            ["impersonate-extra-acme.com%2fproject: shop", "impersonate-group: auditors", "impersonate-uid: 42", "impersonate-user: jane"],
            (await AskOnceAsync("token: secret, as: jane, as-uid: \"42\", as-groups: [auditors], as-user-extra: {acme.com/project: [shop]}")).Impersonation);

    [Theory]
    [InlineData("server: \"192.0.2.1:6443\"", "clusters[production].cluster.server is \"192.0.2.1:6443\". Write a URL such as https://192.0.2.1:6443.")]
    [InlineData("server: \"ftp://192.0.2.1\"", "clusters[production].cluster.server is \"ftp://192.0.2.1\". Write a URL such as https://192.0.2.1:6443.")]
    [InlineData("a: b", "clusters[production].cluster.server is missing.")]
    [InlineData("server: \"https://a\", proxy-url: proxy", "clusters[production].cluster.proxy-url is \"proxy\". Write a URL such as http://192.0.2.1:6443.")]
    [InlineData("server: \"https://a\", insecure-skip-tls-verify: maybe", "clusters[production].cluster.insecure-skip-tls-verify is neither true nor false.")]
    [InlineData("server: \"https://a\", certificate-authority-data: \"*\"", "clusters[production].cluster.certificate-authority-data is no base64.")]
    [InlineData("server: \"https://a\", certificate-authority-data: aGVsbG8=", "clusters[production].cluster.certificate-authority holds no certificate in PEM (-----BEGIN CERTIFICATE-----).")]
    [InlineData("server: \"https://a\", certificate-authority: none.crt", "clusters[production].cluster.certificate-authority cannot be read: Could not find file 'FOLDER/none.crt'.")]
    public void WrongCluster_IsToldWithItsPlace(string cluster, string expected) => Assert.Equal(expected, Problem("token: secret", cluster));

    [Fact]
    public void AuthorityThatNobodyAsksFor_IsAMistake()
        => Assert.Equal(
            "clusters[production].cluster has a certificate-authority and insecure-skip-tls-verify. Remove one of them.",
            Problem("token: secret", $"{Cluster}, insecure-skip-tls-verify: true"));

    [Theory]
    [InlineData("as-groups: [a, b]", "users[admin].user.as-groups has several entries, and one at most can be sent.")]
    [InlineData("as-uid: \"1\\n2\"", "users[admin].user.as-uid has characters that no header can carry.")]
    [InlineData("as-user-extra: {scopes: [a, b]}", "users[admin].user.as-user-extra.scopes has several entries, and one at most can be sent.")]
    public void ImpersonationThatCannotBeSent_IsRefused(string user, string expected) => Assert.Equal(expected, Problem($"token: secret, as: jane, {user}"));

    [Theory]
    [InlineData("", "it is no mapping with contexts, clusters and users.")]
    [InlineData("- a", "it is no mapping with contexts, clusters and users.")]
    [InlineData("a: [", "line 2, column 1: did not find expected node content.")]
    [InlineData("contexts: []", "it names no current-context. kubectl config use-context NAME sets one.")]
    [InlineData("current-context: a", "contexts has none of the name \"a\".")]
    [InlineData("{current-context: a, contexts: [{name: a}]}", "contexts[a].context.cluster is missing.")]
    [InlineData("{current-context: a, contexts: [{name: a, context: {cluster: c}}]}", "clusters has none of the name \"c\".")]
    [InlineData("{current-context: a, contexts: [{name: a, context: {cluster: c, user: u}}], clusters: [{name: c, cluster: {server: \"https://c\"}}]}", "users has none of the name \"u\".")]
    [InlineData("{current-context: 1}", "current-context is no text. Put it in quotes.")]
    public void WrongFile_IsToldWithItsPlace(string text, string expected) => Assert.Equal(expected, ProblemWith(Folder.Write("kubeconfig", text)));

    [Fact]
    public void FileThatIsNotThere_IsTold() => Assert.Equal("Could not find file 'FOLDER/nothing'.", ProblemWith(Folder.File("nothing")));

    [Fact]
    public void NoFileAndNoPod_NamesTheOption()
        => Assert.Equal(
            "There is no service account of a Pod here to reach the API server with. Outside a cluster, name a kubeconfig with --kubeconfig.",
            Assert.Throws<ApiException>(() => ApiConnection.Open(null, "tests")).Message);
}
