/** The level meter: opens the microphone, reports its loudness, and lets go of it. */

const READ_EVERY_MS = 100;

/** Reports 0 to 1 ten times a second until stopped. Rejects when the microphone may not be used. */
export async function watchMicrophone(
  deviceId: string | undefined,
  onLevel: (level: number) => void,
): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: microphone(deviceId) });
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // -60 dB and below is silence, 0 dB is full scale.
    onLevel(Math.min(1, Math.max(0, 1 + (10 * Math.log10(power + 1e-9)) / 60)));
  }, READ_EVERY_MS);
  return () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
}

/** The constraint for a chosen device: the wish, not a demand, so that an unplugged headset does not end the shift. */
export function microphone(deviceId: string | undefined): MediaTrackConstraints {
  return {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(deviceId === undefined ? {} : { deviceId: { ideal: deviceId } }),
  };
}
