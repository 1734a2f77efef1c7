using Bouncer.Aspire.Embedded.TestApp;

return args switch
{
    ["serve"] => await TestService.RunAsync(), // a little web service
    ["nothing"] => 0, // for tests of main programs that build nothing
    _ => TestAppHost.Run(args),
};
