using System;
using System.Management.Automation;
using PostHogPS.TestHost;

// Arguments: the manifest to import (an empty one imports nothing) and the script to run.
// Prints objects one a line and errors as 'ERROR id: message'; exit code 1 when there was an error.
string manifest = args[0];
using Shell shell = Shell.Open(new ShellOptions { Manifest = manifest.Length == 0 ? null : manifest });
ShellResult result = shell.Run(args[1]);
foreach (PSObject item in result.Objects)
    Console.WriteLine(item);
foreach (ErrorRecord error in result.Errors)
    Console.WriteLine("ERROR " + error.FullyQualifiedErrorId + ": " + error);
return result.Errors.Count == 0 ? 0 : 1;
