using System.IO;
using PostHogPS.Hosting;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Loading;

/// <summary>Windows PowerShell's side of loading, as far as it can be proven without it.</summary>
public sealed class DesktopResolverTests
{
    private static readonly string Ours = Path.GetFullPath(Path.Combine(StagedModule.Directory, "bin", "desktop"));
    private static readonly string OurCaller = Path.Combine(Ours, "Microsoft.Extensions.Http.dll");

    [Fact]
    public void Another_build_number_of_our_file_is_answered_with_our_file() =>
        Assert.Equal(
            Path.Combine(Ours, "System.Memory.dll"),
            DesktopResolver.Answer(Ours, OurCaller, "System.Memory, Version=4.0.1.1, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51"));

    [Fact]
    public void A_file_that_is_not_ours_is_not_answered() =>
        Assert.Null(DesktopResolver.Answer(Ours, OurCaller, "Newtonsoft.Json, Version=13.0.0.0"));

    [Fact]
    public void Another_modules_request_is_not_answered() =>
        Assert.Null(DesktopResolver.Answer(Ours, Path.Combine(Path.GetTempPath(), "Other", "Other.dll"), "System.Memory, Version=4.0.1.1"));

    [Fact]
    public void A_request_of_nobody_is_not_answered() =>
        Assert.Null(DesktopResolver.Answer(Ours, null, "System.Memory, Version=4.0.1.1"));
}
