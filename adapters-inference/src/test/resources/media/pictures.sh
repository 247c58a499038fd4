#!/bin/sh
# What FFmpeg's own program makes of each clip and image, as RGB: pictures.sh FFMPEG >pictures.csv
# FFMPEG is the program of the version whose libraries are in use: on another, swscale may round otherwise.
set -eu
ffmpeg=$(readlink -f "$1")
cd "$(dirname "$0")"
pictures() {
    "$ffmpeg" -hide_banner -loglevel fatal -noautorotate -i "$1" -map 0:V:0 -fps_mode passthrough \
        -vf "scale=sws_flags=bilinear,format=rgb24$2" -f framehash -hash sha256 - </dev/null |
        sed -n "s/^0,.*, *\([0-9a-f]\{64\}\)\$/$1,\1/p"
}
for file in h264-[!f]*.* h264-faststart-cut.mp4 hevc-*.* vp*.webm av1.* mpeg4-* mjpeg.avi picture.* deep.png; do
    filter=
    [ "$file" != h264-turned.mp4 ] || filter=,transpose=cclock
    pictures "$file" "$filter"
done
