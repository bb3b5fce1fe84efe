using System;
using System.Management.Automation;
using PostHogPS.Hosting;

namespace PostHogPS.Binding;

/// <summary>
/// Tells the runspace that Connect-PostHog has begun when its first parameter is read. A parameter that cannot be bound ends
/// the command before its first line, and a script that continues would act at the older host.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BeginsConnectingAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        ConnectionStore.CurrentOrNull?.BeginConnecting();
        return inputData;
    }
}
